package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A HoneyHive whose runs have versions that only ever grow: whatever happens to a run,
 * its status included, makes a new one. Its answers tell the versions, so that a test can
 * see how old they are. It remembers what it was asked and when.
 */
final class ImaginaryHoneyHive implements UpstreamFetcher.Upstream {

	private final ManualTime time;

	private final Random random;

	private final Map<RunId, Run> runs = new HashMap<>();

	private final Map<RunQuery, List<Asked>> log = new HashMap<>();

	private final Map<RunQuery, Integer> underWay = new HashMap<>();

	private final Map<RunQuery, Instant> failures = new HashMap<>();

	private @Nullable Outage outage;

	private @Nullable Gate gate;

	private int mostAtOnce;

	ImaginaryHoneyHive(ManualTime time, Random random) {
		this.time = time;
		this.random = random;
	}

	@Override
	public UpstreamOutcome ask(RunQuery query, @Nullable String validator) {
		Gate held;
		UpstreamOutcome outcome;
		synchronized (this) {
			this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay.merge(query, 1, Integer::sum));
			held = this.gate;
			outcome = outcome(query);
		}
		if (held != null) {
			held.pass(outcome);
		}
		synchronized (this) {
			this.underWay.merge(query, -1, Integer::sum);
			this.failures.compute(query, (same, before) -> failed(outcome) ? this.time.instant() : null);
		}
		return outcome;
	}

	/** Makes a new version of {@code run}; its times tell of it or not. */
	synchronized void change(RunId run) {
		Run before = run(run);
		this.runs.put(run, new Run(before.version() + 1, before.status(),
				this.random.nextBoolean() ? this.time.instant() : before.touchedAt()));
	}

	/** Makes a new version of {@code run} whose status is {@code status}. */
	synchronized void change(RunId run, Status status) {
		change(run);
		this.runs.compute(run, (id, changed) -> new Run(changed.version(), status, changed.touchedAt()));
	}

	/** Fails from now on with {@code outage}, or is well again. */
	synchronized void fail(@Nullable Outage outage) {
		this.outage = outage;
	}

	/** Holds every trip up at {@code gate}, or none. */
	synchronized void hold(@Nullable Gate gate) {
		this.gate = gate;
	}

	/** Returns how many trips are under way. */
	synchronized int underWay() {
		return this.underWay.values().stream().mapToInt(Integer::intValue).sum();
	}

	/**
	 * Returns how many trips for one question were under way together at most, and
	 * forgets.
	 */
	synchronized int mostAtOnce() {
		int most = this.mostAtOnce;
		this.mostAtOnce = 0;
		return most;
	}

	/** Returns whether a trip for {@code query} failed less than five seconds ago. */
	synchronized boolean failedLately(RunQuery query) {
		Instant failed = this.failures.get(query);
		return failed != null && Duration.between(failed, this.time.instant()).compareTo(Duration.ofSeconds(5)) < 0;
	}

	/**
	 * Returns what an answer to {@code query} tells of {@code run} at {@code version}.
	 */
	static int told(RunQuery query, int version) {
		// A maximum moves less often than an average.
		return query.parameters().key().isEmpty() ? version : version - version % 2;
	}

	/**
	 * Returns the longest lifetime that the promise allows an answer to {@code query}
	 * that was asked for at {@code askedAt}.
	 */
	synchronized Duration longestLifetime(RunQuery query, Instant askedAt) {
		List<Asked> asked = this.log.get(query).stream().filter((one) -> !one.at().isAfter(askedAt)).toList();
		Asked newest = asked.getLast();
		Instant since = newest.at();
		for (Asked earlier : asked.reversed()) {
			if (!earlier.text().equals(newest.text())) {
				break;
			}
			since = earlier.at();
		}
		Duration byTimes = clamp(Duration.between(newest.touchedAt(), askedAt).dividedBy(10));
		Duration byReads = Duration.ofSeconds(10).plus(Duration.between(since, askedAt));
		return (byTimes.compareTo(byReads) < 0) ? byTimes : byReads;
	}

	private UpstreamOutcome outcome(RunQuery query) {
		if (this.outage != null) {
			return new UpstreamOutcome.Unavailable(this.outage);
		}
		List<Run> asked = query.runs().stream().map(this::run).toList();
		if (asked.stream().anyMatch((run) -> run.status() == Status.GONE)) {
			return new UpstreamOutcome.NotFound(true);
		}
		String text = asked.stream()
			.map((run) -> Integer.toString(told(query, run.version())))
			.collect(Collectors.joining("/"));
		Instant touchedAt = asked.stream().map(Run::touchedAt).max(Instant::compareTo).orElseThrow();
		this.log.computeIfAbsent(query, (first) -> new ArrayList<>())
			.add(new Asked(this.time.instant(), text, touchedAt));
		Sighting sighting = Sighting.of(text + " ".repeat(this.random.nextInt(3000)), this.time.instant())
			.touchedAt(touchedAt);
		boolean settled = asked.stream().allMatch((run) -> run.status() == Status.COMPLETED);
		return new UpstreamOutcome.Answered((settled ? sighting : sighting.unsettled()).seen(), List.of(),
				new ByteBudget(1).lease());
	}

	private static boolean failed(UpstreamOutcome outcome) {
		return outcome instanceof UpstreamOutcome.Unavailable;
	}

	private Run run(RunId run) {
		return this.runs.getOrDefault(run, new Run(0, Status.COMPLETED, ManualTime.START.minus(Duration.ofDays(1))));
	}

	private static Duration clamp(Duration lifetime) {
		if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
			return Duration.ofSeconds(1);
		}
		return (lifetime.compareTo(Duration.ofHours(1)) > 0) ? Duration.ofHours(1) : lifetime;
	}

	/** What can be said of a run. */
	enum Status {

		COMPLETED, RUNNING, GONE

	}

	private record Run(int version, Status status, Instant touchedAt) {
	}

	private record Asked(Instant at, String text, Instant touchedAt) {
	}

}
