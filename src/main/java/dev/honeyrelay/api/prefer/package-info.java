/**
 * The field {@code Prefer} (RFC 7240): what a caller would rather have, and whether it is
 * still there to have it.
 */
@NullMarked
package dev.honeyrelay.api.prefer;

import org.jspecify.annotations.NullMarked;
