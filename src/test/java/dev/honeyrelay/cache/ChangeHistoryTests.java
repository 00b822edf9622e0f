package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the relay's own reads show of an answer's stillness.
 */
class ChangeHistoryTests {

	private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

	private static final ChangeHistory LOOKED_ONCE = ChangeHistory.after(null, Sighting.of("v1", FIRST).seen());

	@Test
	void theFirstLookShowsNoChange() {
		assertThat(LOOKED_ONCE.since()).isEqualTo(FIRST);
		assertThat(LOOKED_ONCE.changeSeen()).isFalse();
	}

	@Test
	void theSameAnswerHasBeenStillSinceTheFirstLook() {
		ChangeHistory second = ChangeHistory.after(LOOKED_ONCE, Sighting.of("v1", FIRST.plusSeconds(60)).seen());

		assertThat(second.watchedAt(FIRST.plusSeconds(60))).isEqualTo(Duration.ofMinutes(1));
		assertThat(second.changeSeen()).isFalse();
	}

	@Test
	void anotherAnswerBeginsAnew() {
		ChangeHistory changed = ChangeHistory.after(LOOKED_ONCE, Sighting.of("v2", FIRST.plusSeconds(60)).seen());
		ChangeHistory still = ChangeHistory.after(changed, Sighting.of("v2", FIRST.plusSeconds(90)).seen());

		assertThat(changed.watchedAt(FIRST.plusSeconds(60))).isZero();
		assertThat(still.watchedAt(FIRST.plusSeconds(90))).hasSeconds(30);
		assertThat(still.changeSeen()).isTrue();
	}

	@Test
	void anAnswerThatChangesBackHasChanged() {
		ChangeHistory there = ChangeHistory.after(LOOKED_ONCE, Sighting.of("v2", FIRST.plusSeconds(60)).seen());
		ChangeHistory back = ChangeHistory.after(there, Sighting.of("v1", FIRST.plusSeconds(90)).seen());

		assertThat(back.since()).isEqualTo(FIRST.plusSeconds(90));
		assertThat(back.changeSeen()).isTrue();
	}

}
