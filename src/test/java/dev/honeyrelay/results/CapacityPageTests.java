package dev.honeyrelay.results;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.results.CacheStatus.Hit;
import dev.honeyrelay.results.WatchedAnswer.Tally;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/capacity.md} has what the model comes to, and the model comes to what the
 * whole relay does.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CapacityPageTests {

	private static final Duration AT_ONCE = Duration.ZERO;

	@Test
	void thePageHasWhatTheModelComesTo() throws IOException {
		CapacityPage page = new CapacityPage();
		if (Boolean.getBoolean("capacity.write")) {
			page.write();
		}

		assertThat(page.tables())
			.as("%s; write it anew: mvn -q -Dtest=CapacityPageTests -Dcapacity.write=true test", CapacityPage.FILE)
			.allSatisfy((table) -> assertThat(CapacityPage.read()).contains(table));
	}

	@Test
	void oneReaderAndOneReplicaCostWhatTheFreshnessSimulationSays() {
		Tally tally = WatchedAnswer.play(1, 1, AT_ONCE, Duration.ofDays(7), histories(5));

		List<String> row = CachingDocument.rows("settings", "poll").get(4);
		assertThat(row).startsWith("defaults", "10 s");
		assertThat(List.of(Math.round(tally.upstream() / 5.0), Math.round(tally.wrong() / 5)))
			.containsExactly(Long.valueOf(row.get(2)), Long.valueOf(row.get(3)));
	}

	// Unless two of the runs share a row of the table of changes, once in ten thousand
	// times.
	@Test
	void severalAnswersAtWholeReplicasCostWhatEachOfThemCosts() {
		Duration length = Duration.ofHours(2);

		List<RunHistory> histories = histories(5).subList(2, 5);

		Tally whole = new Whole(2, 3, histories).play(length);

		assertThat(whole).isEqualTo(WatchedAnswer.play(2, 3, AT_ONCE, length, histories));
		assertThat(whole.wrong()).isPositive();
	}

	private static List<RunHistory> histories(int count) {
		return IntStream.range(0, count).mapToObj((seed) -> RunHistory.of(seed, 7)).toList();
	}

	/**
	 * Replicas as production puts them together, every read of theirs played, with one
	 * answer for each history.
	 */
	private static final class Whole {

		private final ManualTime time = new ManualTime();

		private final SharedLedger shared = new SharedLedger();

		private final AtomicInteger upstream = new AtomicInteger();

		private final List<UpstreamFetcher> trips = new ArrayList<>();

		private final List<Results> replicas = new ArrayList<>();

		private final List<RunHistory> histories;

		private final int readers;

		private final Polls polls;

		private int wrong;

		Whole(int replicas, int readers, List<RunHistory> histories) {
			this.histories = histories;
			this.readers = readers;
			this.polls = new Polls(replicas, readers);
			for (int i = 0; i < replicas; i++) {
				Store store = this.shared.join(this.time, Settings.with("stale-wait=1m"));
				UpstreamFetcher fetcher = new UpstreamFetcher(store.responses(), (query, _) -> ask(query), Rig.UNTRACED,
						this.time, this.time);
				this.trips.add(fetcher);
				this.replicas.add(new Results(store.responses(), store.policy(), fetcher, Rig.UNTRACED, this.time));
			}
		}

		Tally play(Duration length) {
			for (long read = 0; this.polls.momentOf(read) < length.toNanos(); read++) {
				this.time.advanceTo(ManualTime.START.plusNanos(this.polls.momentOf(read)));
				for (int answer = 0; answer < this.histories.size(); answer++) {
					read(answer, this.polls.replicaOf(read));
				}
			}
			return new Tally(this.upstream.get(), this.shared.looks(), this.shared.found(), this.shared.written(),
					this.shared.told(), (double) this.wrong * Polls.EVERY.toSeconds() / this.readers);
		}

		private void read(int answer, int replica) {
			Answer.Content content = (Answer.Content) this.replicas.get(replica)
				.answer(Questions.result("run-" + answer));
			while (this.trips.get(replica).underWay() > 0) {
				LockSupport.parkNanos(1);
			}
			Instant now = this.time.instant();
			boolean firstHour = now.isBefore(ManualTime.START.plusNanos(Polls.FIRST).plus(Duration.ofHours(1)));
			if (firstHour && content.cacheStatus() instanceof Hit && Integer
				.parseInt(Sighting.textOf(content.representation())) < this.histories.get(answer).versionAt(now)) {
				this.wrong++;
			}
		}

		private Answered ask(RunQuery query) {
			this.upstream.incrementAndGet();
			Instant now = this.time.instant();
			int answer = Integer.parseInt(query.runs().getFirst().value().substring("run-".length()));
			String text = Integer.toString(this.histories.get(answer).versionAt(now));
			return new Answered(Sighting.of(text, now).touchedAt(ManualTime.START).seen(), List.of(),
					new ByteBudget(1).lease());
		}

	}

}
