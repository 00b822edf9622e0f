/**
 * How log lines are written, and the request id that each of them has.
 */
@NullMarked
package dev.honeyrelay.logging;

import org.jspecify.annotations.NullMarked;
