/**
 * HoneyHive as the relay sees it: its paths, its key, its answers and its failures. The
 * only package that knows Reactor; nothing here knows what is stored.
 */
@NullMarked
package dev.honeyrelay.upstream;

import org.jspecify.annotations.NullMarked;
