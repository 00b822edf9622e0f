/**
 * The query string of a request: which parameters an operation has, what their values may
 * be, and how they are spelled.
 */
@NullMarked
package dev.honeyrelay.api.parameter;

import org.jspecify.annotations.NullMarked;
