package dev.honeyrelay.response;

/**
 * Tells whether two answers say the same. It ignores what a column store does not keep
 * stable: the order of members and elements and everything past nine significant digits.
 *
 * @param value a hash that is the same in every process
 */
public record Fingerprint(long value) {
}
