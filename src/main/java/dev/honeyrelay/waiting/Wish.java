package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;

/**
 * What one request waits for, and until when.
 *
 * @param still for how long the answer has to be unchanged
 * @param deadline when the wait is over in any case
 * @param told the preferences as RFC 7240 writes them
 */
public record Wish(Duration still, Instant deadline, String told) {
}
