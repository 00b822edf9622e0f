/**
 * The paths of {@code /v1} and {@code /admin}: makes a query of a request, and writes an
 * answer as an HTTP response. It decides nothing about freshness.
 */
@NullMarked
package dev.honeyrelay.api;

import org.jspecify.annotations.NullMarked;
