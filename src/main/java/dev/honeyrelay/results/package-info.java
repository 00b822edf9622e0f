/**
 * The use case: answer a question about runs from what is stored, or ask HoneyHive, or
 * let a stale answer stand in. The only package that knows both the cache and HoneyHive.
 */
@NullMarked
package dev.honeyrelay.results;

import org.jspecify.annotations.NullMarked;
