package dev.honeyrelay.results;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Representation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an answer tells of itself.
 */
class AnswerTests {

	private static final Duration STILL = Duration.ofSeconds(30);

	private static final Representation BYTES = new Representation("v1".getBytes(StandardCharsets.UTF_8));

	private static final CacheStatus FRESH = new CacheStatus.Hit(Duration.ofSeconds(1), null);

	@Test
	void itIsStillIfItIsSettledCurrentAndUnchangedForAsLong() {
		assertThat(content(FRESH, STILL).isStillFor(STILL)).isTrue();
		assertThat(content(FRESH, STILL.minusNanos(1)).isStillFor(STILL)).isFalse();
		assertThat(content(FRESH, null).isStillFor(STILL)).isFalse();
		assertThat(content(new CacheStatus.Hit(Duration.ZERO, "stale-if-error"), STILL).isStillFor(STILL)).isFalse();
	}

	@Test
	void itsMemoryIsGivenBackOnceItIsWritten() {
		AtomicInteger written = new AtomicInteger();
		Answer.Content leased = new Answer.Content(BYTES, null, FRESH, written::incrementAndGet);

		assertThat(content(FRESH, STILL).isLeased()).isFalse();
		assertThat(leased.isLeased()).isTrue();
		assertThat(leased.applying("wait=30").isLeased()).isTrue();
		leased.applying("wait=30").close();
		assertThat(written).hasValue(1);
	}

	@Test
	void preferencesThatWereMetAreAllThatTheyAdd() {
		Answer.Content content = content(FRESH, STILL);

		assertThat(content.applying("wait=30").preferenceApplied()).isEqualTo("wait=30");
		assertThat(content.applying("wait=30")).usingRecursiveComparison()
			.ignoringFields("preferenceApplied")
			.isEqualTo(content);
	}

	@Test
	void eachHasAWordForMeters() {
		assertThat(content(FRESH, STILL).label()).isEqualTo("hit");
		assertThat(new Answer.RunNotFound().label()).isEqualTo("run-not-found");
		assertThat(new Answer.Rejected(null).label()).isEqualTo("rejected");
		assertThat(new Answer.Limited(3).label()).isEqualTo("limited");
		assertThat(new Answer.Unavailable(Outage.of(Outage.Kind.TIMEOUT), false).label()).isEqualTo("timeout");
	}

	private static Answer.Content content(CacheStatus status, @Nullable Duration unchangedFor) {
		return new Answer.Content(BYTES, Duration.ZERO, status, unchangedFor);
	}

}
