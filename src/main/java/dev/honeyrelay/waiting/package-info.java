/**
 * Waiting until an answer is settled and still: one loop for all who wait for one
 * question. It knows nothing of HTTP, and asks HoneyHive only by the looks that
 * {@code results} has.
 */
@NullMarked
package dev.honeyrelay.waiting;

import org.jspecify.annotations.NullMarked;
