package dev.honeyrelay.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The relay between a raw caller and a raw HoneyHive. Cases are played here, and every
 * one ends with a good request that works and a log in which nobody was alarmed.
 */
public final class Stage implements AutoCloseable {

	// Each case is about itself: what retries, the circuit and refreshing ahead do has
	// stages of its own.
	private static final List<String> CALM = List.of("--relay.upstream.retry.max-attempts=1",
			"--relay.upstream.circuit.enabled=false", "--relay.cache.refresh-ahead=0");

	private static final int PROJECTS = 32;

	private final AtomicInteger number = new AtomicInteger();

	private final AtomicInteger project = new AtomicInteger();

	private final RawUpstream upstream;

	private final RunningRelay relay;

	private Stage(String... settings) {
		this.upstream = RawUpstream.start();
		this.relay = RunningRelay.start(this.upstream.baseUrl(), settings);
	}

	/** Returns the stage that most tests share; it has the default settings. */
	public static Stage shared() {
		return Shared.STAGE;
	}

	/** Returns a shared stage with a deadline of one second. */
	public static Stage hurried() {
		return Hurried.STAGE;
	}

	/** Opens a stage of one's own, for what would spoil the shared one. */
	public static Stage open(String... settings) {
		return new Stage(settings);
	}

	/**
	 * Opens a stage whose caller has many projects. Pauses, circuits and connections are
	 * a project's own, so a case that takes a new one has a relay as good as new.
	 */
	public static Stage ofProjects(String... settings) {
		return new Stage(Stream
			.concat(Stream.of("--relay.api-key=", "--relay.token=", "--relay.credentials=" + projects()),
					Stream.of(settings))
			.toArray(String[]::new));
	}

	private static Stage calm(String... settings) {
		return new Stage(Stream.concat(CALM.stream(), Stream.of(settings)).toArray(String[]::new));
	}

	private static Path projects() {
		String projects = IntStream.range(0, PROJECTS)
			.mapToObj((number) -> "  p" + number + ": { api-key: hh_of_project_" + number + " }\n")
			.collect(Collectors.joining());
		try {
			Path file = Files.createTempFile("credentials", ".yaml");
			file.toFile().deleteOnExit();
			return Files.writeString(file, "projects:\n" + projects + "callers:\n  all: { tokens: [ { sha256: "
					+ TestTokens.sha256(RunningRelay.TOKEN) + " } ], projects: [ \"*\" ] }\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public RunningRelay relay() {
		return this.relay;
	}

	public RawUpstream upstream() {
		return this.upstream;
	}

	/** Returns a run that nobody has heard of yet. */
	public String newRun() {
		return "case-" + this.number.incrementAndGet();
	}

	/**
	 * Returns a project that nobody has asked for yet, of a stage {@linkplain #ofProjects
	 * of projects}.
	 */
	public ProjectName newProject() {
		return new ProjectName("p" + this.project.getAndIncrement());
	}

	/** Returns the answer about the result of {@code run} in {@code project}. */
	public RawResponse result(ProjectName project, String run) {
		return this.relay.get("/v1/runs/" + run + "/result", "Relay-Project: " + project.value());
	}

	/**
	 * Lets HoneyHive and the relay begin anew: all runs are good ones, nothing was asked,
	 * and nothing is stored.
	 */
	public void renew() {
		this.relay.awaitRest();
		Results results = this.relay.component(Results.class);
		// The list of runs goes with any run.
		Stream.concat(this.upstream.renew().stream(), Stream.of("any"))
			.filter(RunId::isRunId)
			.forEach((run) -> results.purge(new ProjectName("default"), new RunId(run)));
	}

	/** Plays {@code situation} and checks everything that it expects. */
	public void play(Case situation) throws Exception {
		try {
			play(situation, newRun());
		}
		catch (AssertionError ex) {
			throw new AssertionError(situation + ": " + ex.getMessage(), ex);
		}
	}

	private void play(Case situation, String run) throws Exception {
		if (situation.script() != null) {
			this.upstream.on(run, situation.script());
		}
		LogWatch log = LogWatch.anew();
		int before = this.upstream.asked();
		try (RawCaller caller = this.relay.connect()) {
			String request = situation.request(run);
			situation.check(caller.send(request).receive(request.startsWith("HEAD ")));
			assertThat(this.upstream.asked() - before).as("requests upstream").isEqualTo(situation.asks());
			assertThat(situation.isHangingUp() && !caller.isClosed()).as("connection left open").isFalse();
		}
		if (situation.isDroppingUpstream()) {
			assertThat(this.upstream.asked(run).getLast().isOver()).as("connection upstream dropped").isTrue();
		}
		this.upstream.heal(run);
		checkThatAllIsWell(situation, run);
		this.relay.awaitRest();
		assertThat(log.alarms()).as("alarms in the log").isEmpty();
		assertThat(log.warnings()).as("warnings in the log").hasSizeLessThanOrEqualTo(situation.asks());
	}

	private void checkThatAllIsWell(Case situation, String run) throws IOException {
		if (situation.isStored()) {
			RawResponse again = this.relay.send(situation.request(run));
			situation.check(again);
			assertThat(again.value("Cache-Status")).startsWith("honeyhive-relay; hit");
		}
		else {
			checkGood(run);
		}
		checkGood(newRun());
	}

	private void checkGood(String run) {
		RawResponse good = this.relay.get("/v1/runs/" + run + "/result");
		assertThat(good.status()).as("good request afterwards: %s", good).isEqualTo(200);
		assertThat(good.text()).isEqualTo(RawUpstream.goodBody(run));
		assertThat(good.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
	}

	@Override
	public void close() {
		this.relay.close();
	}

	/**
	 * Started when first needed.
	 */
	private static final class Shared {

		static final Stage STAGE = calm();

	}

	/**
	 * Started when first needed.
	 */
	private static final class Hurried {

		static final Stage STAGE = calm("--relay.upstream.deadline=1s");

	}

}
