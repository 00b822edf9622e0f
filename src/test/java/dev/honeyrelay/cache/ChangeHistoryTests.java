package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.response.FetchedResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the relay's own reads show of an answer's stillness.
 */
class ChangeHistoryTests {

	private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

	private static final StoredResponse LOOKED_ONCE = stored(Sighting.of("v1", FIRST), null);

	@Test
	void theFirstLookShowsNoChange() {
		assertThat(LOOKED_ONCE.stillness().since()).isEqualTo(FIRST);
		assertThat(LOOKED_ONCE.stillness().changeSeen()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "v1", "v 1" })
	void theSameAnswerHasBeenStillSinceTheFirstLook(String text) {
		ChangeHistory second = stored(Sighting.of(text, FIRST.plusSeconds(60)), LOOKED_ONCE).stillness();

		assertThat(second.watchedAt(FIRST.plusSeconds(60))).isEqualTo(Duration.ofMinutes(1));
		assertThat(second.changeSeen()).isFalse();
	}

	@Test
	void anotherAnswerBeginsAnew() {
		StoredResponse changed = stored(Sighting.of("v2", FIRST.plusSeconds(60)), LOOKED_ONCE);
		ChangeHistory still = stored(Sighting.of("v2", FIRST.plusSeconds(90)), changed).stillness();

		assertThat(changed.stillness().watchedAt(FIRST.plusSeconds(60))).isZero();
		assertThat(still.watchedAt(FIRST.plusSeconds(90))).hasSeconds(30);
		assertThat(still.changeSeen()).isTrue();
	}

	@Test
	void anAnswerThatChangesBackHasChanged() {
		StoredResponse there = stored(Sighting.of("v2", FIRST.plusSeconds(60)), LOOKED_ONCE);
		ChangeHistory back = stored(Sighting.of("v1", FIRST.plusSeconds(90)), there).stillness();

		assertThat(back.since()).isEqualTo(FIRST.plusSeconds(90));
		assertThat(back.changeSeen()).isTrue();
	}

	@Test
	void nothingThatIsSaidOfARunWhileItIsGoingOnIsStill() {
		StoredResponse running = stored(Sighting.of("v1", FIRST).unsettled(), null);
		ChangeHistory over = stored(Sighting.of("v1", FIRST.plusSeconds(60)), running).stillness();

		assertThat(over.since()).isEqualTo(FIRST.plusSeconds(60));
		assertThat(over.changeSeen()).isTrue();
	}

	@Test
	void aRunThatGoesOnAndSaysTheSameHasNotChanged() {
		StoredResponse running = stored(Sighting.of("v1", FIRST.plusSeconds(60)).unsettled(), LOOKED_ONCE);
		ChangeHistory still = stored(Sighting.of("v1", FIRST.plusSeconds(90)).unsettled(), running).stillness();

		assertThat(running.stillness().since()).isEqualTo(FIRST);
		assertThat(still.since()).isEqualTo(FIRST);
	}

	@Test
	void onlyASettledAnswerIsUnchangedAndForNoLessThanNothing() {
		Sighting later = Sighting.of("v1", FIRST.plusSeconds(60));

		assertThat(stored(later, LOOKED_ONCE).unchangedFor()).hasSeconds(60);
		assertThat(stored(later.unsettled(), LOOKED_ONCE).unchangedFor()).isNull();
		assertThat(LOOKED_ONCE.stillness().unchangedFor(Sighting.of("v1", FIRST.minusSeconds(1)).seen())).isZero();
	}

	private static StoredResponse stored(Sighting sighting, @Nullable StoredResponse previous) {
		FetchedResponse seen = sighting.seen();
		return new StoredResponse(seen, ChangeHistory.after(previous, seen), seen.askedAt());
	}

}
