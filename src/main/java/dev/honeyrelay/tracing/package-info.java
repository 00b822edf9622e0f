/**
 * Traces of requests (W3C Trace Context, OpenTelemetry): which requests have spans, and
 * what a span tells.
 */
@NullMarked
package dev.honeyrelay.tracing;

import org.jspecify.annotations.NullMarked;
