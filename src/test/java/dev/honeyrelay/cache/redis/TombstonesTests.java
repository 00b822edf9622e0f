package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.StoredResponse;
import io.lettuce.core.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What purges and changes of its runs mean for a shared answer.
 */
class TombstonesTests {

	private static final Instant ASKED = ManualTime.START;

	private static final StoredResponse STORED = stored();

	@Test
	void withoutMarksAnAnswerIsAsGoodAsItWas() {
		Tombstones marks = marks(null, null, null, null);

		assertThat(marks.forbid(STORED)).isFalse();
		assertThat(marks.applyTo(STORED)).isEqualTo(STORED);
	}

	@Test
	void aPurgeForbidsWhatWasAskedForBeforeAndWithinTheSkewOfClocks() {
		assertThat(marks(ASKED.plusSeconds(5), null).forbid(STORED)).isTrue();
		assertThat(marks(ASKED, null).forbid(STORED)).isTrue();
		assertThat(marks(ASKED.minusSeconds(1), null).forbid(STORED)).isTrue();
		assertThat(marks(ASKED.minusSeconds(1).minusNanos(1), null).forbid(STORED)).isFalse();
	}

	@Test
	void aChangeMakesStaleWhatWasAskedForBefore() {
		Instant changed = ASKED.plusNanos(1);

		assertThat(marks(null, changed).applyTo(STORED).freshUntil()).isEqualTo(changed);
		assertThat(marks(null, ASKED).applyTo(STORED)).isEqualTo(STORED);
	}

	@Test
	void theLatestMarkOfAnyRunCounts() {
		Instant late = ASKED.plusSeconds(3);

		assertThat(marks(ASKED.minusSeconds(9), late, late, ASKED)).isEqualTo(marks(late, late));
		assertThat(marks(null, null, late, late)).isEqualTo(marks(late, late));
	}

	@Test
	void whatIsNotAMarkIsRefused() {
		KeyValue<byte[], byte[]> garbage = KeyValue.just(new byte[0], "soon".getBytes(StandardCharsets.US_ASCII));

		assertThatIllegalArgumentException().isThrownBy(() -> Tombstones.read(List.of(mark(null), garbage)));
	}

	private static Tombstones marks(@Nullable Instant... marks) {
		return Tombstones.read(Stream.of(marks).map(TombstonesTests::mark).toList());
	}

	private static KeyValue<byte[], byte[]> mark(@Nullable Instant at) {
		return KeyValue.fromNullable(new byte[0],
				(at != null) ? InvalidationEvent.format(at).getBytes(StandardCharsets.US_ASCII) : null);
	}

	private static StoredResponse stored() {
		Sighting sighting = Sighting.of("one", ASKED);
		ChangeHistory stillness = new ChangeHistory(ASKED, false);
		return new StoredResponse(sighting.seen(), stillness, ASKED.plus(Duration.ofMinutes(1)));
	}

}
