/**
 * How much one caller may ask of this replica: requests in a minute, and requests to
 * HoneyHive at once.
 */
@NullMarked
package dev.honeyrelay.access.limit;

import org.jspecify.annotations.NullMarked;
