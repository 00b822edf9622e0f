package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.honeyrelay.cache.Freshness;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * One answer that readers poll at several replicas, from its run's completion on: the
 * real policy and stores on one hand-turned clock, and a trip to HoneyHive that takes a
 * while. A read that finds a fresh answer changes nothing, so only the others are played.
 * Moments are in nanoseconds since the run completed.
 */
final class WatchedAnswer {

	private static final long HOUR = Polls.FIRST + Duration.ofHours(1).toNanos();

	private final ManualTime time = new ManualTime();

	private final SharedLedger shared = new SharedLedger();

	private final List<Replica> replicas;

	private final Polls polls;

	private final long trip;

	private Instant start = ManualTime.START;

	private RunHistory history;

	private RunQuery query;

	private int upstream;

	private int told;

	private long wrong;

	private WatchedAnswer(int replicas, int readers, Duration trip) {
		this.replicas = IntStream.range(0, replicas).mapToObj(Replica::new).toList();
		this.polls = new Polls(replicas, readers);
		this.trip = trip.toNanos();
	}

	/**
	 * Plays {@code histories} one after the other and returns the sum of what came of
	 * them.
	 * @param readers how many readers poll, each read at any replica
	 * @param trip how long HoneyHive takes to answer
	 * @param length for how long each is watched
	 */
	static Tally play(int replicas, int readers, Duration trip, Duration length, List<RunHistory> histories) {
		WatchedAnswer watched = new WatchedAnswer(replicas, readers, trip);
		for (int i = 0; i < histories.size(); i++) {
			watched.play(histories.get(i), i, length);
		}
		return watched.tally(readers);
	}

	private void play(RunHistory history, int number, Duration length) {
		this.history = history;
		this.query = Questions.result("run-" + number);
		this.start = ManualTime.START.plus(length.plusDays(1).multipliedBy(number));
		this.time.advanceTo(this.start);
		this.replicas.forEach(Replica::begin);
		long end = length.toNanos();
		for (Replica next = next(); next.due < end; next = next()) {
			this.time.advanceTo(instant(next.due));
			next.act();
			if (this.told != this.shared.told()) {
				this.told = this.shared.told();
				this.replicas.forEach(Replica::heard);
			}
		}
		this.replicas.forEach((replica) -> replica.countWrong(end));
	}

	private Replica next() {
		Replica first = this.replicas.getFirst();
		for (Replica replica : this.replicas) {
			first = (replica.due < first.due) ? replica : first;
		}
		return first;
	}

	private Tally tally(int readers) {
		return new Tally(this.upstream, this.shared.looks(), this.shared.found(), this.shared.written(),
				this.shared.told(), (double) this.wrong * Polls.EVERY.toSeconds() / readers);
	}

	private Instant instant(long moment) {
		return this.start.plusNanos(moment);
	}

	private long moment(Instant instant) {
		return Duration.between(this.start, instant).toNanos();
	}

	private int versionAt(long moment) {
		return this.history.versionAt(ManualTime.START.plusNanos(moment));
	}

	private long replaced(int version) {
		return Duration.between(ManualTime.START, this.history.replaced(version)).toNanos();
	}

	/**
	 * What came of it, all histories together.
	 *
	 * @param upstream how often HoneyHive was asked
	 * @param looks how often Redis was asked for the answer
	 * @param found how often it had one, new or not
	 * @param written how often the answer was written to Redis
	 * @param told how many changes were marked and published there
	 * @param wrong for how many seconds of the first hour a reader saw superseded numbers
	 */
	record Tally(int upstream, int looks, int found, int written, int told, double wrong) {
	}

	/**
	 * One replica: what it holds, and what happens there next.
	 */
	private final class Replica {

		private final int index;

		private final Store store = WatchedAnswer.this.shared.join(WatchedAnswer.this.time, Settings.with());

		// The next of its reads that finds nothing fresh.
		private long read;

		// When that or the trip's end is.
		private long due;

		private boolean travelling;

		private long askedAt;

		// Whether readers are served meanwhile, or wait.
		private boolean served;

		private @Nullable StoredResponse planned;

		private @Nullable StoredResponse held;

		private long heldFrom;

		Replica(int index) {
			this.index = index;
		}

		void begin() {
			this.travelling = false;
			this.held = null;
			this.read = 0;
			this.due = -1;
			plan();
		}

		void act() {
			if (this.travelling) {
				answered();
			}
			else {
				read();
			}
			plan();
		}

		/** Plans anew if what is held has become stale before its time. */
		void heard() {
			if (!this.travelling && !Objects.equals(lookup(), this.planned)) {
				plan();
			}
		}

		// When something happens here that is not a read of a fresh answer.
		private void plan() {
			this.planned = lookup();
			this.due = this.travelling ? this.askedAt + WatchedAnswer.this.trip : momentOfRead(this.planned);
		}

		private long momentOfRead(@Nullable StoredResponse stored) {
			Polls polls = WatchedAnswer.this.polls;
			long next = Math.max(this.read, polls.readFrom(moment(WatchedAnswer.this.time.instant())));
			this.read = polls.readAt(this.index, (stored != null) ? Math.max(next, firstNotFresh(stored)) : next);
			return polls.momentOf(this.read);
		}

		// As UpstreamFetcher does it; that it does is what the test with whole replicas
		// shows.
		private void read() {
			Instant now = instant(this.due);
			StoredResponse known = lookup();
			this.read++;
			this.askedAt = this.due;
			this.served = known != null && this.store.policy().freshnessOf(known, now).isServed();
			StoredResponse recalled = this.store.responses().recall(WatchedAnswer.this.query, known, now);
			if (recalled != null && isBetter(recalled, known, now)) {
				hold(recalled);
			}
			else {
				this.travelling = true;
			}
		}

		private void answered() {
			WatchedAnswer.this.upstream++;
			this.travelling = false;
			Sighting sighting = Sighting.of(Integer.toString(versionAt(this.askedAt)), instant(this.askedAt));
			this.store.responses().store(WatchedAnswer.this.query, sighting.touchedAt(WatchedAnswer.this.start).seen());
			hold(lookup());
		}

		private void hold(@Nullable StoredResponse stored) {
			countWrong(this.served ? this.due + 1 : this.askedAt);
			this.held = stored;
			this.heldFrom = this.served ? this.due + 1 : this.due;
		}

		/** Counts the reads that were served what had been superseded by then. */
		void countWrong(long until) {
			if (this.held == null || this.heldFrom >= HOUR) {
				return;
			}
			int version = Integer.parseInt(Sighting.textOf(this.held.representation()));
			if (version == versionAt(until)) {
				return;
			}
			long last = Math.min(WatchedAnswer.this.polls.readFrom(until), WatchedAnswer.this.polls.readFrom(HOUR));
			for (long number = WatchedAnswer.this.polls
				.readFrom(Math.max(replaced(version), this.heldFrom)); number < last; number++) {
				if (WatchedAnswer.this.polls.replicaOf(number) == this.index) {
					WatchedAnswer.this.wrong++;
				}
			}
		}

		// A guess from the lifetime's last fifth, put right by the policy.
		private long firstNotFresh(StoredResponse stored) {
			long asked = moment(stored.seen().askedAt());
			long until = moment(stored.freshUntil());
			long first = WatchedAnswer.this.polls.readFrom(asked);
			long read = WatchedAnswer.this.polls.readFrom(until - (until - asked) / 5);
			while (isFresh(stored, read)) {
				read++;
			}
			while (read > first && !isFresh(stored, read - 1)) {
				read--;
			}
			return read;
		}

		private boolean isFresh(StoredResponse stored, long read) {
			Instant moment = instant(WatchedAnswer.this.polls.momentOf(read));
			return this.store.policy().freshnessOf(stored, moment) == Freshness.FRESH;
		}

		private @Nullable StoredResponse lookup() {
			return this.store.responses().lookup(WatchedAnswer.this.query);
		}

		private static boolean isBetter(StoredResponse recalled, @Nullable StoredResponse known, Instant now) {
			boolean better = known == null || known.seen().askedAt().isBefore(recalled.seen().askedAt())
					|| !known.timeToLiveAt(now).isPositive();
			return better && recalled.timeToLiveAt(now).isPositive();
		}

	}

}
