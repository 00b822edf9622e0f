/**
 * What is said about settings that cannot be right, and the start that only checks them.
 */
@NullMarked
package dev.honeyrelay.settings;

import org.jspecify.annotations.NullMarked;
