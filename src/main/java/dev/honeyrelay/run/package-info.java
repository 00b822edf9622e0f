/**
 * The words of the domain: runs, what may be asked about them, and the bytes that answer.
 * Plain Java that knows neither HTTP, nor Spring, nor where an answer comes from.
 */
@NullMarked
package dev.honeyrelay.run;

import org.jspecify.annotations.NullMarked;
