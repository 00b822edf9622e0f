package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.honeyrelay.cache.redis.InvalidationPublisher.Untold;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What replicas tell each other, as text.
 */
class InvalidationEventTests {

	private static final Instant AT = Instant.parse("2026-11-23T14:03:07.000000001Z");

	private final InvalidationEvent event = new InvalidationEvent(InvalidationEvent.Kind.PURGE,
			new ProjectName("search-quality"), new RunId("ci-48213"), AT);

	@Test
	void whatIsToldIsHeard() {
		assertThat(InvalidationEvent.parse(this.event.message("one"), "other")).isEqualTo(this.event);
	}

	@Test
	void nobodyListensToItself() {
		assertThat(InvalidationEvent.parse(this.event.message("one"), "one")).isNull();
	}

	@Test
	void theLaterOfTwoCounts() {
		InvalidationEvent later = new InvalidationEvent(this.event.kind(), this.event.project(), this.event.run(),
				AT.plusNanos(1));

		assertThat(Untold.of(this.event).latest(Untold.of(later)).event()).isEqualTo(later);
		assertThat(Untold.of(later).latest(Untold.of(this.event)).event()).isEqualTo(later);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "0 purge p r 1 s", "2 purge p r 1 s", "1 drop p r 1 s", "1 purge p/q r 1 s",
			"1 purge p ../r 1 s", "1 purge p r soon s", "1 purge p r 1 s more", "1 purge p r 99999999999999999999 s" })
	void anythingElseIsRefused(String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> InvalidationEvent.parse(message.getBytes(StandardCharsets.UTF_8), "other"));
	}

}
