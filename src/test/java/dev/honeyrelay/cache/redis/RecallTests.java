package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Shelf;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a replica takes over from the shared level, what it leaves there and what it
 * tells.
 */
class RecallTests {

	private static final RunQuery QUERY = Questions.result("run-1");

	private static final RunQuery METRICS = Questions.metrics("run-1");

	private final ManualTime time = new ManualTime();

	private final Shelf shelf = new Shelf();

	private final ResponseCache here = new Store(this.time, Settings.with(), this.shelf).responses();

	private final ResponseCache there = new Store(this.time, Settings.with(), this.shelf).responses();

	@Test
	void whatAnotherReplicaStoredIsTakenOver() {
		see(this.there, "one");
		later();

		StoredResponse recalled = recall();

		assertThat(recalled).isEqualTo(this.there.lookup(QUERY)).isEqualTo(this.here.lookup(QUERY));
		assertThat(recalled.ageAt(this.time.instant())).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void nothingIsTakenOverWhereThereIsNothing() {
		assertThat(recall()).isNull();
	}

	@Test
	void whatIsHereStaysWhereThereIsNothing() {
		StoredResponse held = see(this.here, "one");
		this.shelf.forget(QUERY);

		assertThat(recall()).isEqualTo(held);
	}

	@Test
	void whoeverClaimsAQuestionFirstHasIt() {
		SharedMemory memory = new SharedMemory();
		ResponseCache first = memory.store(this.time, Settings.with()).responses();
		ResponseCache second = memory.store(this.time, Settings.with()).responses();

		assertThat(first.claim(QUERY, Duration.ofSeconds(2))).isNull();
		assertThat(second.claim(QUERY, Duration.ofSeconds(5))).hasSeconds(2);
	}

	@Test
	void anOlderStateIsLeftWhereItIs() {
		StoredResponse older = see(this.there, "one");
		later();
		see(this.here, "two");
		this.shelf.store(QUERY, older);
		later();

		assertThat(textOf(recall())).isEqualTo("two");
	}

	@Test
	void anOlderLookAtTheSameStateIsTakenOverIfItIsFreshForLonger() {
		StoredResponse older = see(this.there, "one");
		later();
		see(this.here, "one");
		this.shelf.store(QUERY, older);
		later();
		this.here.distrust(this.time.instant());
		later();

		assertThat(recall()).isEqualTo(older);
	}

	@Test
	void stillnessGoesOnWhereAnotherReplicaLeftOff() {
		see(this.there, "one");
		this.time.advance(Duration.ofMinutes(10));
		see(this.there, "one");
		this.time.advance(Duration.ofMinutes(10));
		recall();

		StoredResponse seen = see(this.here, "one");

		assertThat(seen.stillness().watchedAt(this.time.instant())).isEqualTo(Duration.ofMinutes(20));
	}

	@Test
	void whatIsTakenOverObeysThisReplicasSettings() {
		ResponseCache strict = new Store(this.time, Settings.with("max-fresh=2s"), this.shelf).responses();
		this.there.store(QUERY, still("one").seen());

		StoredResponse recalled = strict.recall(QUERY, null, this.time.instant());

		assertThat(recalled.timeToLiveAt(this.time.instant())).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void whatMustNotBeStoredHereIsNotTakenOver() {
		StoredResponse vetoed = see(this.there, "one");
		this.shelf.store(QUERY, new StoredResponse(still("one").vetoed(NotStoredReason.NO_STORE).seen(),
				vetoed.stillness(), vetoed.freshUntil()));

		assertThat(recall()).isNull();
	}

	@Test
	void aChangeIsToldOnce() {
		see(this.there, "one");
		recall();
		later();
		see(this.there, "two");
		this.here.changedElsewhere(Questions.PROJECT, new RunId("run-1"), this.time.instant());
		recall();

		assertThat(this.shelf.told()).containsExactly("change run-1");
	}

	@Test
	void aChangeThatWasHeardOfIsNotToldAgainBecauseOfALaterLook() {
		see(this.there, "one");
		recall();
		later();
		see(this.there, "two");
		this.here.changedElsewhere(Questions.PROJECT, new RunId("run-1"), this.time.instant());
		later();
		this.here.store(METRICS, still("metrics").seen());
		later();
		see(this.there, "two");
		Instant fresh = this.here.lookup(METRICS).freshUntil();

		assertThat(textOf(recall())).isEqualTo("two");

		assertThat(this.shelf.told()).containsExactly("change run-1");
		assertThat(this.here.lookup(METRICS).freshUntil()).isEqualTo(fresh);
	}

	@Test
	void aChangeThatNobodyToldOfIsNoticedOnTakingOver() {
		see(this.here, "one");
		this.here.store(METRICS, still("metrics").seen());
		later();
		see(this.there, "two");
		recall();

		assertThat(this.shelf.told()).containsExactly("change run-1");
		assertThat(this.here.lookup(METRICS).freshUntil()).isEqualTo(this.time.instant());
	}

	@Test
	void aChangeThatIsHeardOfMakesStaleWhatWasAskedForBefore() {
		see(this.here, "one");
		later();

		this.here.changedElsewhere(Questions.PROJECT, new RunId("run-1"), this.time.instant());

		assertThat(this.here.lookup(QUERY).freshUntil()).isEqualTo(this.time.instant());
		assertThat(this.shelf.told()).isEmpty();
	}

	@Test
	void aPurgeThatIsHeardOfIsAppliedAndNotToldAgain() {
		see(this.here, "one");
		StringBuilder heard = new StringBuilder();
		this.here.whenPurgedElsewhere((project, run) -> heard.append(project).append('/').append(run));

		this.here.purgedElsewhere(Questions.PROJECT, new RunId("run-1"), this.time.instant());

		assertThat(this.here.lookup(QUERY)).isNull();
		assertThat(recall()).isNull();
		assertThat(heard).hasToString("search-quality/run-1");
		assertThat(this.shelf.told()).isEmpty();
	}

	@Test
	void aPurgeIsTold() {
		this.here.purge(Questions.PROJECT, new RunId("run-1"), this.time.instant());

		assertThat(this.shelf.told()).containsExactly("purge run-1");
	}

	@Test
	void whatWasAskedForBeforeListeningBeganIsStale() {
		see(this.here, "one");
		later();

		this.here.distrust(this.time.instant());

		assertThat(this.here.lookup(QUERY).freshUntil()).isEqualTo(this.time.instant());
	}

	@Test
	void whatWasUnderWayWhenListeningBeganIsStale() {
		Sighting underWay = still("one");
		later();
		this.here.distrust(this.time.instant());

		this.here.store(QUERY, underWay.seen());

		assertThat(this.here.lookup(QUERY).freshUntil()).isEqualTo(this.time.instant());
		assertThat(this.shelf.load(QUERY).freshUntil()).isAfter(this.time.instant());
		assertThat(this.here.isOutdated(QUERY, underWay.seen())).isTrue();
		assertThat(this.here.isOutdated(QUERY, still("one").seen())).isFalse();
	}

	@Test
	void whatWasLoadedBeforeListeningBeganIsNotTakenOver() {
		see(this.there, "one");
		this.here.distrust(this.time.instant());

		assertThat(recall()).isNull();
	}

	@Test
	void whatIsNoLongerStoredIsNoLongerShared() {
		see(this.here, "one");
		later();

		this.here.store(QUERY, still("two").unsettled().seen());

		assertThat(this.shelf.load(QUERY)).isNull();
	}

	private StoredResponse see(ResponseCache replica, String text) {
		replica.store(QUERY, still(text).seen());
		return replica.lookup(QUERY);
	}

	private Sighting still(String text) {
		return Sighting.of(text, this.time.instant()).touched(Duration.ofDays(1));
	}

	private @Nullable StoredResponse recall() {
		return this.here.recall(QUERY, this.here.lookup(QUERY), this.time.instant());
	}

	private void later() {
		this.time.advance(Duration.ofSeconds(1));
	}

	private static String textOf(StoredResponse stored) {
		return Sighting.textOf(stored.representation());
	}

}
