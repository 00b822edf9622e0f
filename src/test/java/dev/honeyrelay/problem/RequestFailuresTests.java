package dev.honeyrelay.problem;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.honeyrelay.harness.LogWatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a fault of the relay's own is told.
 */
class RequestFailuresTests {

	private final AtomicLong nanoTime = new AtomicLong();

	private final RequestFailures failures = new RequestFailures(this.nanoTime::get);

	@Test
	void thereIsOneStackTraceAMinuteForEachKind() {
		LogWatch log = LogWatch.anew();

		for (int i = 0; i < 100; i++) {
			fail(new IllegalStateException("no. " + i));
		}

		assertThat(log.alarms()).singleElement().asString().contains("request failed", "no. 0", "repeated=\"0\"");
	}

	@Test
	void afterAMinuteTheNextOneTellsHowManyWereNotTold() {
		LogWatch log = LogWatch.anew();

		fail(new IllegalStateException("first"));
		fail(new IllegalStateException("second"));
		fail(new IllegalStateException("third"));
		this.nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
		fail(new IllegalStateException("fourth"));

		assertThat(log.alarms()).hasSize(2);
		assertThat(log.alarms().getLast()).contains("fourth", "repeated=\"2\"");
	}

	@Test
	void anotherClassOrPlaceIsAnotherKind() {
		LogWatch log = LogWatch.anew();

		fail(new IllegalStateException("one"));
		fail(new IllegalArgumentException("two"));
		this.failures.ownFault(new RuntimeException(new IllegalStateException("elsewhere")));

		assertThat(log.alarms()).hasSize(3);
	}

	private void fail(RuntimeException failure) {
		failure.setStackTrace(new StackTraceElement[] { new StackTraceElement("a.B", "c", "B.java", 1) });
		assertThat(this.failures.ownFault(failure).type()).isEqualTo(ProblemType.INTERNAL_ERROR);
	}

}
