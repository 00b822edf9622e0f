package dev.honeyrelay.fastpath;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.honeyrelay.api.ParsedTarget;
import dev.honeyrelay.cache.Freshness;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to understand a target and to find a fresh answer to it among so many
 * others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnswerLookUpBenchmark {

	private static final ProjectName PROJECT = new ProjectName("lab");

	private static final Instant NOW = ManualTime.START.plusSeconds(1);

	@Param({ "1", "100000" })
	public int answers;

	private final Store store = new Store(new ManualTime(), Settings.with("max-size=1GB"));

	private final TargetCache targets = new TargetCache();

	private HttpURI[] uris;

	private ParsedTarget[] questions;

	private int next;

	@Setup
	public void fillTheStore() {
		this.uris = IntStream.range(0, this.answers)
			.mapToObj((i) -> HttpURI.from("/v1/runs/ci-" + i + "/result"))
			.toArray(HttpURI[]::new);
		this.questions = IntStream.range(0, this.answers)
			.mapToObj((i) -> new ParsedTarget(Operation.RESULT, List.of(new RunId("ci-" + i)), Parameters.NONE, null))
			.toArray(ParsedTarget[]::new);
		for (int i = 0; i < this.answers; i++) {
			this.targets.answeredFromStore(this.uris[i], this.questions[i]);
			this.store.responses()
				.store(this.questions[i].about(PROJECT), Sighting.of("{\"i\":" + i + '}', ManualTime.START).seen());
		}
	}

	@Benchmark
	public @Nullable ParsedTarget question() {
		return this.targets.targetOf(this.uris[next()]);
	}

	@Benchmark
	public Freshness answer() {
		StoredResponse stored = this.store.responses().lookup(this.questions[next()].about(PROJECT));
		if (stored == null) {
			throw new IllegalStateException("it was evicted");
		}
		return this.store.policy().freshnessOf(stored, NOW);
	}

	// In no order that a processor could foresee.
	private int next() {
		this.next = (this.next + 31_337) % this.answers;
		return this.next;
	}

}
