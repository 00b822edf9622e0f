package dev.honeyrelay.access;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.honeyrelay.harness.LogWatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many refusals a minute has lines for.
 */
class RefusalCountTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final RefusalLog refusals = new RefusalLog(this.nanos::get);

	@Test
	void tenLinesAMinuteAreForEachReason() {
		LogWatch log = LogWatch.anew();
		tell(RefusalReason.JWT_TIME, 30);
		tell(RefusalReason.JWT_NAME, 1);
		assertThat(told(log, "jwt-time")).isEqualTo(10);
		assertThat(told(log, "jwt-name")).isOne();

		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
		tell(RefusalReason.JWT_TIME, 1);
		assertThat(told(log, "jwt-time")).isEqualTo(10);
		this.nanos.incrementAndGet();
		tell(RefusalReason.JWT_TIME, 11);
		assertThat(told(log, "jwt-time")).isEqualTo(20);
	}

	private void tell(RefusalReason reason, int times) {
		for (int i = 0; i < times; i++) {
			this.refusals.tell(reason);
		}
	}

	private static long told(LogWatch log, String reason) {
		return log.lines()
			.stream()
			.filter((line) -> line.contains("credential refused") && line.contains('"' + reason + '"'))
			.count();
	}

}
