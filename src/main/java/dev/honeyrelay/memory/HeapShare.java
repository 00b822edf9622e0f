package dev.honeyrelay.memory;

import org.jspecify.annotations.Nullable;

/**
 * What one thing may take of the heap at most, so that all of them can be added up before
 * the relay starts.
 *
 * @param of what takes it, in words
 * @param setting the setting that decides it, or {@code null} if none does
 * @param bytes how many bytes
 */
public record HeapShare(String of, @Nullable String setting, long bytes) {
}
