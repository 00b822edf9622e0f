package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instants that a clock put right does not move.
 */
class SteadyTimeTests {

	private final ManualTime ticks = new ManualTime();

	private Instant wallTime = Instant.parse("2026-11-23T12:00:00Z");

	@Test
	void itStartsAtTheWallTimeAndMovesWithTheTicker() {
		InstantSource time = new SteadyTime(this.ticks, () -> this.wallTime);

		this.ticks.advance(Duration.ofSeconds(90));

		assertThat(time.instant()).isEqualTo("2026-11-23T12:01:30Z");
	}

	@Test
	void whatTheTickerCountedBeforeDoesNotMatter() {
		this.ticks.advance(Duration.ofDays(3));
		InstantSource time = new SteadyTime(this.ticks, () -> this.wallTime);

		this.ticks.advance(Duration.ofSeconds(1));

		assertThat(time.instant()).isEqualTo("2026-11-23T12:00:01Z");
	}

	@Test
	void aClockThatJumpsMovesNothing() {
		InstantSource time = new SteadyTime(this.ticks, () -> this.wallTime);

		this.wallTime = this.wallTime.plus(Duration.ofHours(1));

		assertThat(time.instant()).isEqualTo("2026-11-23T12:00:00Z");
	}

}
