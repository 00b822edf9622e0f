package dev.honeyrelay.server;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How soon a caller is too slow, and that nobody is who takes enough.
 */
class ReadingPaceTests {

	private static final int RATE = 16 * 1024;

	private static final int MEGABYTE = 1024 * 1024;

	@ParameterizedTest
	@CsvSource({ "0, 11", "1, 11", "5000, 16", "12000, 45", "16000, 500" })
	void whoTakesLessIsTooSlowSoonAfterTheFirstMegabyte(int bytesPerSecond, int most) {
		assertThat(secondsUntilTooSlow(2 * MEGABYTE, bytesPerSecond, 1)).isBetween(10, most);
	}

	@ParameterizedTest
	@CsvSource({ "0, 65", "1, 65", "8000, 129" })
	void theFirstMegabyteMayTakeAsLongAsItWouldAtThatRate(int bytesPerSecond, int most) {
		assertThat(secondsUntilTooSlow(0, bytesPerSecond, 1)).isBetween(64, most);
	}

	@ParameterizedTest
	@CsvSource({ "16384, 1", "16384, 4", "17000, 4", "32768, 4", "20000, 8" })
	void whoTakesEnoughInTheMeanIsNeverTooSlowHoweverUnevenly(int bytesPerSecond, int secondsBetween) {
		assertThat(secondsUntilTooSlow(2 * MEGABYTE, bytesPerSecond, secondsBetween)).isEqualTo(3600);
		assertThat(secondsUntilTooSlow(0, bytesPerSecond, secondsBetween)).isEqualTo(3600);
	}

	@Test
	void whatTheKernelKeepsHasLeftTheRelayAndIsNotTaken() {
		ReadingPace pace = ReadingPace.atFirst(0, RATE).goesOn(2 * MEGABYTE, 2 * MEGABYTE, 1);
		for (long second = 1; second <= 10; second++) {
			pace = pace.goesOn(2 * MEGABYTE, 2 * MEGABYTE, 1 + Duration.ofSeconds(second).toNanos());
		}
		long next = 1 + Duration.ofSeconds(11).toNanos();

		assertThat(pace.goesOn(2 * MEGABYTE, 2 * MEGABYTE, next).isTooSlow()).isTrue();
		assertThat(pace.goesOn(2 * MEGABYTE, MEGABYTE, next).isTooSlow()).isFalse();
	}

	@Test
	void aMachineThatSleptSaysNothingAboutItsCallers() {
		ReadingPace pace = ReadingPace.atFirst(0, RATE).goesOn(2 * MEGABYTE, MEGABYTE, 1);

		assertThat(pace.goesOn(2 * MEGABYTE, MEGABYTE, Duration.ofHours(1).toNanos()).isTooSlow()).isFalse();
	}

	@Test
	void whatTheKernelTakesBackCountsForNothing() {
		ReadingPace pace = ReadingPace.atFirst(0, RATE).goesOn(2 * MEGABYTE, 0, 1);

		assertThat(pace.goesOn(2 * MEGABYTE, MEGABYTE, 2).taken()).isEqualTo(2 * MEGABYTE);
	}

	private static int secondsUntilTooSlow(long first, int bytesPerSecond, int secondsBetween) {
		ReadingPace pace = ReadingPace.atFirst(0, RATE);
		for (long second = 0; second < 3600; second++) {
			long taken = first + bytesPerSecond * (second / secondsBetween * secondsBetween);
			pace = pace.goesOn(taken, 0, 1 + Duration.ofSeconds(second).toNanos());
			if (pace.isTooSlow()) {
				return (int) second;
			}
		}
		return 3600;
	}

}
