/**
 * The audit log: one line for each request of a known caller. There is no place in it for
 * a token, a parameter or a body.
 */
@NullMarked
package dev.honeyrelay.access.audit;

import org.jspecify.annotations.NullMarked;
