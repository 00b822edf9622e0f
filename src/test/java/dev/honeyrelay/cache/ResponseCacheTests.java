package dev.honeyrelay.cache;

import java.time.Duration;

import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.honeyrelay.run.Questions.PROJECT;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept of one answer that is read again and again.
 */
class ResponseCacheTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final ManualTime time = new ManualTime();

	private final Store store = new Store(this.time, Settings.with());

	private final ResponseCache cache = this.store.responses();

	@Test
	void anAnswerThatWasNeverStoredIsNotThere() {
		assertThat(this.cache.lookup(QUERY)).isNull();
	}

	@Test
	void aSettledAnswerIsStored() {
		assertThat(this.cache.store(QUERY, seen("v1").seen())).isNull();
		assertThat(stored(QUERY)).isEqualTo("v1");
	}

	@Test
	void theLifetimeGrowsWithTheTimeForWhichTheRelayHasWatched() {
		this.cache.store(QUERY, seen("v1").touched(Duration.ofHours(10)).seen());
		assertThat(this.cache.lookup(QUERY).timeToLiveAt(this.time.instant())).hasSeconds(10);

		this.time.advance(Duration.ofSeconds(30));
		this.cache.store(QUERY, seen("v1").touched(Duration.ofHours(10)).seen());
		assertThat(this.cache.lookup(QUERY).timeToLiveAt(this.time.instant())).hasSeconds(40);

		this.time.advance(Duration.ofSeconds(30));
		this.cache.store(QUERY, seen("v2").touched(Duration.ofHours(10)).seen());
		assertThat(this.cache.lookup(QUERY).timeToLiveAt(this.time.instant())).hasSeconds(1);
	}

	@Test
	void theNewestBytesAreServedThoughTheySayTheSame() {
		this.cache.store(QUERY, seen("v1").seen());
		this.time.advance(Duration.ofSeconds(30));

		this.cache.store(QUERY, seen("v 1").seen());

		assertThat(stored(QUERY)).isEqualTo("v 1");
		assertThat(this.cache.lookup(QUERY).stillness().changeSeen()).isFalse();
		assertThat(this.cache.lookup(QUERY).timeToLiveAt(this.time.instant())).hasSeconds(3);
	}

	@Test
	void anUnsettledAnswerRemovesWhatWasStored() {
		this.cache.store(QUERY, seen("v1").seen());
		this.time.advance(Duration.ofSeconds(1));

		assertThat(this.cache.store(QUERY, seen("running").unsettled().seen())).isEqualTo(NotStoredReason.UNSETTLED);
		assertThat(this.cache.lookup(QUERY)).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "NO_STORE", "PRIVATE", "VARY" })
	void anAnswerThatHoneyHiveForbidsToStoreRemovesWhatWasStored(NotStoredReason veto) {
		this.cache.store(QUERY, seen("v1").seen());
		this.time.advance(Duration.ofSeconds(1));

		assertThat(this.cache.store(QUERY, seen("v2").vetoed(veto).seen())).isEqualTo(veto);
		assertThat(this.cache.lookup(QUERY)).isNull();
	}

	@Test
	void whatIsKnownOfItsStillnessGoesWithTheAnswer() {
		this.cache.store(QUERY, seen("v1").seen());
		this.time.advance(Duration.ofHours(1));
		this.cache.store(QUERY, seen("running").unsettled().seen());
		this.time.advance(Duration.ofSeconds(1));

		this.cache.store(QUERY, seen("v1").touched(Duration.ofHours(10)).seen());

		assertThat(this.cache.lookup(QUERY).timeToLiveAt(this.time.instant())).hasSeconds(10);
	}

	@Test
	void anAnswerAskedForEarlierDoesNotReplaceANewerOne() {
		Sighting older = seen("v1");
		this.time.advance(Duration.ofSeconds(1));
		this.cache.store(QUERY, seen("v2").seen());

		this.cache.store(QUERY, older.seen());
		assertThat(stored(QUERY)).isEqualTo("v2");

		this.cache.store(QUERY, older.unsettled().seen());
		assertThat(stored(QUERY)).isEqualTo("v2");
	}

	@Test
	void forgettingAnAnswerLeavesTheOthersOfItsRun() {
		this.cache.store(QUERY, seen("v1").seen());
		this.cache.store(result("ci-48213", "aggregate_function=max"), seen("v1").seen());

		this.cache.forget(QUERY);

		assertThat(this.cache.lookup(QUERY)).isNull();
		assertThat(stored(result("ci-48213", "aggregate_function=max"))).isEqualTo("v1");
	}

	@Test
	void aQuestionSpelledOutFindsTheSameAnswer() {
		this.cache.store(QUERY, seen("v1").seen());

		assertThat(stored(result("ci-48213", "aggregate_function=average"))).isEqualTo("v1");
	}

	@Test
	void itIsKnownForHowLongTheNewestAnswerHasSaidTheSame() {
		this.cache.store(QUERY, seen("v1").seen());
		this.time.advance(Duration.ofSeconds(30));

		assertThat(this.cache.historyOf(QUERY, seen("v1").seen()).unchangedFor(seen("v1").seen())).hasSeconds(30);
		assertThat(this.cache.historyOf(QUERY, seen("v2").seen()).unchangedFor(seen("v2").seen())).isZero();
	}

	@Test
	void whatIsForgottenIsNotKnownOfItsRunAnyLonger() {
		this.cache.store(QUERY, seen("v1").seen());
		assertThat(this.store.known(PROJECT, QUERY.runs().getFirst())).containsExactly(QUERY);

		this.cache.forget(QUERY);

		assertThat(this.store.known(PROJECT, QUERY.runs().getFirst())).isEmpty();
	}

	@Test
	void whatForbidsAStaleAnswerIsAskedOfThePolicy() {
		FetchedResponse seen = seen("v1").with(Sighting.saying(null, Directive.MUST_REVALIDATE)).seen();

		assertThat(this.cache.againstStale(seen)).isEqualTo(Directive.MUST_REVALIDATE);
	}

	@Test
	void aReplicaOnItsOwnSharesNothing() {
		assertThat(this.cache.isShared()).isFalse();
		assertThat(new Store(this.time, Settings.with(), new Shelf()).responses().isShared()).isTrue();
	}

	private Sighting seen(String text) {
		return Sighting.of(text, this.time.instant());
	}

	private String stored(RunQuery query) {
		return Sighting.textOf(this.cache.lookup(query).representation());
	}

}
