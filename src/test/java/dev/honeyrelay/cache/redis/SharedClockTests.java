package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Fingerprint;
import dev.honeyrelay.response.Representation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Times that replicas compare, between clocks that do not quite agree.
 */
class SharedClockTests {

	private static final Duration LIFETIME = Duration.ofSeconds(30);

	private static final Representation ANSWER = new Representation(new byte[] { '{', '}' });

	private final ManualTime steady = new ManualTime();

	private Duration wallAhead = Duration.ofDays(300);

	private final SharedClock time = new SharedClock(this.steady, () -> this.steady.instant().plus(this.wallAhead));

	private final SharedClock other = new SharedClock(this.steady, () -> this.steady.instant().plus(this.wallAhead));

	@Test
	void whatComesBackIsTheSameToTheNanosecond() {
		StoredResponse stored = stored();
		StoredResponse shared = this.time.toWall(stored);
		this.steady.advance(Duration.ofMinutes(3));
		this.wallAhead = this.wallAhead.plusMillis(80).plusNanos(1);

		assertThat(this.time.toSteady(shared)).isEqualTo(stored);
	}

	@Test
	void agesAgreeWhereverTheStartLay() {
		SharedClock elsewhere = new SharedClock(() -> this.steady.instant().minusSeconds(5_000_000),
				() -> this.steady.instant().plus(this.wallAhead));
		StoredResponse shared = this.time.toWall(stored());
		this.steady.advance(Duration.ofSeconds(12));

		StoredResponse there = elsewhere.toSteady(shared);

		assertThat(there.ageAt(elsewhere.now())).isEqualTo(Duration.ofSeconds(12));
		assertThat(there.timeToLiveAt(elsewhere.now())).isEqualTo(LIFETIME.minusSeconds(12));
		assertThat(there.stillness().watchedAt(elsewhere.now())).isEqualTo(Duration.ofSeconds(72));
		assertThat(Duration.between(there.seen().touchedAt(), elsewhere.now())).isEqualTo(Duration.ofSeconds(3612));
	}

	@Test
	void aClockThatIsAheadMakesNothingYoungerThanNew() {
		StoredResponse shared = this.time.toWall(stored());
		SharedClock behind = new SharedClock(this.steady,
				() -> this.steady.instant().plus(this.wallAhead).minusSeconds(3));

		StoredResponse there = behind.toSteady(shared);

		assertThat(behind.isAhead(shared.seen().askedAt())).isFalse();
		assertThat(there.ageAt(behind.now())).isZero();
		assertThat(there.timeToLiveAt(behind.now())).isEqualTo(LIFETIME);
		assertThat(behind.toSteady(shared.freshUntil())).isEqualTo(behind.now());
	}

	@Test
	void aClockThatIsFarAheadIsNotBelieved() {
		StoredResponse shared = this.time.toWall(stored());
		SharedClock behind = new SharedClock(this.steady,
				() -> this.steady.instant().plus(this.wallAhead).minusSeconds(6));

		assertThat(behind.isAhead(shared.seen().askedAt())).isTrue();
	}

	@Test
	void aWallClockThatIsPutRightMovesWhatIsSharedAndNothingElse() {
		StoredResponse before = this.time.toWall(stored());
		this.wallAhead = this.wallAhead.plus(Duration.ofHours(1));

		assertThat(this.time.toSteady(before).ageAt(this.time.now())).isEqualTo(Duration.ofHours(1));
		assertThat(this.other.toSteady(this.time.toWall(stored()))).isEqualTo(stored());
		assertThat(this.time.now()).isEqualTo(this.steady.instant());
	}

	@Test
	void aTimeAtTheEndOfTimeIsLeftAlone() {
		FetchedResponse seen = new FetchedResponse(ANSWER, new Fingerprint(1), true, this.time.now(), Instant.MIN,
				Directives.NONE, null);
		StoredResponse stored = new StoredResponse(seen, new ChangeHistory(seen.askedAt(), false), seen.askedAt());

		assertThat(this.time.toSteady(this.time.toWall(stored))).isEqualTo(stored);
	}

	private StoredResponse stored() {
		Instant now = this.steady.instant();
		FetchedResponse seen = new FetchedResponse(ANSWER, new Fingerprint(1), true, now, now.minusSeconds(3600),
				Directives.NONE, null);
		return new StoredResponse(seen, new ChangeHistory(now.minusSeconds(60), false), now.plus(LIFETIME));
	}

}
