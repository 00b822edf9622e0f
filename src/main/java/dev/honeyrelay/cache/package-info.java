/**
 * Stored responses and the rules for reusing them, in the terms of RFC 9111 and RFC 5861.
 * Nothing here knows where responses come from or who asks for them.
 */
@NullMarked
package dev.honeyrelay.cache;

import org.jspecify.annotations.NullMarked;
