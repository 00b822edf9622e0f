/**
 * HoneyHive as the relay sees it: its paths, its key, its answers and its failures, and
 * the limits on asking it. Nothing here knows what is stored.
 */
@NullMarked
package dev.honeyrelay.upstream;

import org.jspecify.annotations.NullMarked;
