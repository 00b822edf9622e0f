package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.redis.SharedMemory;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Rig;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Those who wait at several replicas have HoneyHive asked no more often than those who
 * wait at one.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedWaitsTests {

	private static final RunQuery QUERY = Questions.result("ci-48213");

	private final ManualTime time = new ManualTime();

	private final SharedMemory memory = new SharedMemory();

	@ParameterizedTest
	@CsvSource({ "0, 0", "0, 300", "0, 700", "0, 4000", "20, 0", "20, 700", "20, 2500", "20, 15500", "40, 15500" })
	void oneReplicaLooksForAll(long running, long later) {
		Replica alone = new Replica(running, new SharedMemory());
		play(List.of(alone));
		int askedByOne = alone.asked();
		this.time.advance(Duration.ofHours(1));
		Replica one = new Replica(running, this.memory);
		Replica other = new Replica(running, this.memory);

		play(List.of(one, other), Duration.ofMillis(later));

		assertThat(one.ending()).isEqualTo(Ending.REACHED);
		assertThat(other.ending()).isEqualTo(Ending.REACHED);
		assertThat(one.asked() + other.asked()).isLessThanOrEqualTo(askedByOne + ((later > 2000) ? 1 : 0));
		assertThat(Duration.between(one.ended(), other.ended()).abs()).isLessThanOrEqualTo(Duration.ofSeconds(6));
	}

	@Test
	void withoutTheSharedLevelEachAsksForItself() {
		this.memory.goAway();
		Replica one = new Replica(0, this.memory);
		Replica other = new Replica(0, this.memory);

		play(List.of(one, other), Duration.ZERO);

		assertThat(one.asked()).isEqualTo(5);
		assertThat(other.asked()).isEqualTo(5);
	}

	private void play(List<Replica> replicas, Duration... later) {
		Instant begin = this.time.instant();
		replicas.getFirst().begin(begin);
		for (int i = 1; i < replicas.size(); i++) {
			replicas.get(i).begin(begin.plus(later[i - 1]));
		}
		while (true) {
			Optional<Instant> next = replicas.stream()
				.map(Replica::turn)
				.flatMap(Stream::ofNullable)
				.min(Instant::compareTo);
			if (next.isEmpty()) {
				return;
			}
			this.time.advanceTo(next.get());
		}
	}

	/**
	 * One relay with one caller who waits.
	 */
	private final class Replica {

		private final Rig rig;

		private final long running;

		private final Waiter waiter = new Waiter(
				new Wish(Duration.ofSeconds(10), ManualTime.START.plus(Duration.ofDays(1)), ""), Places.unlimited());

		private Instant begin = ManualTime.START;

		private @Nullable WaitLoop loop;

		private @Nullable Instant ended;

		Replica(long running, SharedMemory memory) {
			this.rig = new Rig(SharedWaitsTests.this.time, memory);
			this.running = running;
		}

		void begin(Instant moment) {
			this.begin = moment;
			Instant settled = SharedWaitsTests.this.time.instant().plusSeconds(this.running);
			this.rig.honeyHive.comesTo((query) -> {
				Instant now = this.rig.time.instant();
				Sighting sighting = Sighting.of("new", now).touched(Duration.ofDays(1));
				return new Answered((now.isBefore(settled) ? sighting.unsettled() : sighting).seen(), List.of(),
						new ByteBudget(1).lease());
			});
		}

		/** Does what is due, and returns when there is something to do again. */
		@Nullable Instant turn() {
			Instant now = this.rig.time.instant();
			if (this.ended != null || now.isBefore(this.begin)) {
				return (this.ended != null) ? null : this.begin;
			}
			if (this.loop == null) {
				this.loop = new WaitLoop(QUERY, this.rig.looks, this.rig.time, (_, _) -> {
				});
				this.loop.join(this.waiter);
			}
			Instant next = this.loop.turn();
			while (this.loop.underWay() != null) {
				this.loop.underWay().join();
				next = this.loop.turn();
			}
			if (next == null) {
				this.loop.abandon();
				this.ended = now;
			}
			return next;
		}

		int asked() {
			return this.rig.honeyHive.asked();
		}

		Ending ending() {
			return this.waiter.outcome().join().ending();
		}

		Instant ended() {
			return Objects.requireNonNull(this.ended);
		}

	}

}
