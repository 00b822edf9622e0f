/**
 * The second level of the cache, shared by all replicas, in Redis or Valkey: stored
 * responses, tombstones of purged runs, and messages about changes. Only {@code cache}
 * uses it, and nothing waits for it for long.
 */
@NullMarked
package dev.honeyrelay.cache.redis;

import org.jspecify.annotations.NullMarked;
