package dev.honeyrelay.cache;

import java.time.Duration;
import java.util.Random;

import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;

import static dev.honeyrelay.run.Questions.comparison;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bounds of the store, in bytes.
 */
class StoreSizeTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final Random random = new Random(4);

	private final ManualTime time = new ManualTime();

	private final Store store = new Store(this.time, Settings.with("max-size=1MB", "max-entry=200KB"));

	@Test
	void theStoredBodiesTogetherNeverTakeMoreThanTheBound() {
		for (int i = 0; i < 60; i++) {
			this.store.responses().store(result("run-" + i), body(20_000 + 500 * i));
			assertThat(this.store.bytes()).isLessThanOrEqualTo(1 << 20);
		}
		assertThat(this.store.bytes()).isGreaterThan(1 << 19);
	}

	@Test
	void theCompressedFormCountsOnceItHasBeenMade() {
		FetchedResponse seen = body(50_000);

		this.store.responses().store(QUERY, seen);

		assertThat(seen.representation().isMade(ContentCoding.GZIP)).isFalse();
		assertThat(this.store.bytes()).isBetween(50_000L, 60_000L);
		int compressed = seen.representation().length(ContentCoding.GZIP);
		assertThat(this.store.bytes()).isBetween(50_000L + compressed, 60_000L + compressed);
	}

	@Test
	void whatGrowsBeyondTheBoundWhenItIsCompressedMakesRoom() {
		for (int i = 0; i < 20; i++) {
			this.store.responses().store(result("run-" + i), body(50_000));
		}
		for (int i = 0; i < 20; i++) {
			StoredResponse stored = this.store.responses().lookup(result("run-" + i));
			if (stored != null) {
				stored.representation().content(ContentCoding.GZIP);
			}
		}

		assertThat(this.store.bytes()).isBetween(1L << 19, 1L << 20);
	}

	@Test
	void theParametersOfTheQuestionCountToo() {
		String filters = "filters=" + "x".repeat(8000);
		FetchedResponse seen = body(100);

		this.store.responses().store(result("ci-48213", filters), seen);

		assertThat(this.store.bytes()).isGreaterThanOrEqualTo(seen.representation().keptBytes() + 8000);
	}

	@Test
	void theValidatorCountsToo() {
		Sighting seen = Sighting.of("{}", this.time.instant()).tagged('"' + "t".repeat(16_000) + '"');

		this.store.responses().store(QUERY, seen.seen());

		assertThat(this.store.bytes()).isGreaterThan(16_000);
	}

	@Test
	void whatIsKnownOfEachRunCountsToo() {
		assertThat(StoredRuns.footprintOf(QUERY)).isEqualTo(3 * Footprint.OBJECT);
		assertThat(StoredRuns.footprintOf(comparison("new", "old"))).isEqualTo(6 * Footprint.OBJECT);
	}

	@Test
	void whatNobodyAsksForIsForgottenWhenItHasBeenOfNoUseForLong() {
		this.store.responses().store(QUERY, body(50_000));

		this.time.advance(Duration.ofDays(15));

		assertThat(this.store.responses().lookup(QUERY)).isNull();
		assertThat(this.store.bytes()).isZero();
	}

	@Test
	void anAnswerThatIsTooLargeIsNotStoredAndRemovesWhatWas() {
		this.store.responses().store(QUERY, body(100));

		assertThat(this.store.responses().store(QUERY, body(250_000))).isEqualTo(NotStoredReason.TOO_LARGE);
		assertThat(this.store.responses().lookup(QUERY)).isNull();
		assertThat(this.store.bytes()).isZero();
	}

	@Test
	void anAnswerAsLargeAsOneMayBeIsStored() {
		FetchedResponse seen = body(50_000);
		int size = seen.representation().length(ContentCoding.IDENTITY);

		assertThat(storeOfEntries(size).store(QUERY, seen)).isNull();
		assertThat(storeOfEntries(size - 1).store(QUERY, seen)).isEqualTo(NotStoredReason.TOO_LARGE);
	}

	@Test
	void aNewAnswerTakesThePlaceOfTheOldOne() {
		for (int i = 0; i < 50; i++) {
			this.store.responses().store(QUERY, body(50_000));
		}
		assertThat(this.store.bytes()).isLessThan(100_000);
	}

	private ResponseCache storeOfEntries(int maxEntry) {
		return new Store(this.time, Settings.with("max-entry=" + maxEntry + 'B')).responses();
	}

	// Letters chosen at random shrink by less than a half.
	private FetchedResponse body(int length) {
		StringBuilder text = new StringBuilder(length);
		this.random.ints(length, 'a', 'z' + 1).forEach(text::appendCodePoint);
		return Sighting.of(text.toString(), this.time.instant()).seen();
	}

}
