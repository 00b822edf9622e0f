package dev.honeyrelay.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.States;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.wire.Deadline;
import dev.honeyrelay.upstream.wire.WireResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static dev.honeyrelay.upstream.Scripts.error;
import static dev.honeyrelay.upstream.Scripts.inTurn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * HoneyHive fails too often, or the relay has too much under way.
 */
@Timeout(60)
class ProjectLimiterTests {

	private static final String ONCE = "--relay.upstream.retry.max-attempts=1";

	private static Stage once;

	private static Stage brief;

	@BeforeAll
	static void open() {
		once = Stage.ofProjects(ONCE, "--relay.upstream.circuit.open-for=500ms");
		brief = Stage.ofProjects(ONCE, "--relay.upstream.circuit.open-for=1ms", "--relay.upstream.circuit.min-trips=2",
				"--relay.upstream.circuit.window=1s");
	}

	@AfterAll
	static void close() {
		once.close();
		brief.close();
	}

	@Test
	void theCircuitOpensAfterFiveFailuresAndClosesOnceHoneyHiveIsBack() {
		ProjectName project = once.newProject();
		int before = once.upstream().asked();
		for (int i = 0; i < 5; i++) {
			once.upstream().on("down-" + i, error("503 Down"));
			ProblemDocument.check(once.result(project, "down-" + i), 502, "upstream-failed");
		}

		RawResponse suspended = once.result(project, "other");

		ProblemDocument.check(suspended, 503, "upstream-suspended");
		assertThat(suspended.text()).contains("HoneyHive has failed too often to be asked now.");
		assertThat(suspended.value("Retry-After")).isEqualTo("1");
		assertThat(once.upstream().asked() - before).isEqualTo(5);
		States.await(() -> once.result(project, "other").status() == 200);
		assertThat(once.result(project, "yet-another").status()).isEqualTo(200);
	}

	@Test
	void anOutageIsToldOfOnceAndItsEndWithHowLongItLasted() {
		ProjectName project = brief.newProject();
		LogWatch log = LogWatch.anew();
		brief.upstream().on("down", error("503 Down"));
		ProjectLimiter limiter = limiter(brief, project);
		States.await(() -> brief.result(project, "down").status() == 502 && limiter.circuitState() == State.OPEN);
		int before = brief.upstream().asked();
		States.await(() -> brief.result(project, "down").status() != 200 && brief.upstream().asked() >= before + 5);
		States.await(() -> brief.result(project, "up").status() == 200);

		assertThat(log.lines()).filteredOn((line) -> line.contains(": upstream suspended ")).hasSize(1);
		assertThat(log.lines()).filteredOn((line) -> line.contains(": upstream resumed "))
			.singleElement()
			.asString()
			.containsPattern("lasted_s=\"\\d+\"");
	}

	@Test
	void oneRunThatAlwaysFailsSuspendsNobody() {
		ProjectName project = once.newProject();
		once.upstream().on("bad", error("500 Oops"));
		for (int i = 0; i < 20; i++) {
			ProblemDocument.check(once.result(project, "bad"), 502, "upstream-failed");
		}

		assertThat(once.result(project, "good").status()).isEqualTo(200);
	}

	@Test
	void whatTheRelaysOwnQueueTookIsNotHoneyHivesFault() throws Exception {
		ProjectLimiter limiter = alone("relay.upstream.max-concurrent", "1");
		CountDownLatch gate = new CountDownLatch(1);
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<?> first = callers.submit(() -> limiter.run(timingOutAfter(gate)));
			States.await(() -> limiter.sending() == 1);
			List<Future<?>> waiting = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				waiting.add(callers.submit(() -> limiter.run(timingOutAfter(gate))));
			}
			States.await(() -> limiter.admitted() == 11);
			gate.countDown();
			first.get();
			for (Future<?> trip : waiting) {
				trip.get();
			}
		}

		assertThat(limiter.circuitState()).isEqualTo(State.CLOSED);
		for (int i = 0; i < 4; i++) {
			limiter.run(timingOutAfter(gate));
		}
		assertThat(limiter.circuitState()).isEqualTo(State.OPEN);
	}

	@Test
	void whateverHoneyHiveItselfSaysShowsThatItIsBack() {
		ProjectName project = brief.newProject();
		ProjectLimiter limiter = limiter(brief, project);
		brief.upstream().on("down", error("503 Down"));
		for (String status : List.of("404 Not Found", "410 Gone", "400 No", "422 No", "403 No", "500 Oops")) {
			brief.upstream().on("odd", error(status));
			States.await(() -> brief.result(project, "down").status() != 503 && limiter.circuitState() != State.CLOSED);

			States.await(() -> brief.result(project, "odd").status() != 503);

			assertThat(limiter.circuitState()).as(status).isEqualTo(State.CLOSED);
		}
	}

	@Test
	void noPlaceIsHeldUntilAnotherAttempt() throws Exception {
		try (Stage stage = Stage.open("--relay.upstream.max-concurrent=1", "--relay.upstream.retry.max-attempts=2",
				"--relay.upstream.retry.backoff=2s");
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			ProjectLimiter limiter = limiter(stage);
			stage.upstream().on("shaky", inTurn(error("502 Oops"), Script.json(RawUpstream.goodBody("shaky"))));
			Future<RawResponse> shaky = callers.submit(() -> get(stage, "shaky"));
			States.await(() -> stage.upstream().asked("shaky").size() == 1 && limiter.sending() == 0);

			assertThat(get(stage, "other").status()).isEqualTo(200);
			assertThat(stage.upstream().asked("shaky")).hasSize(1);
			assertThat(shaky.get().status()).isEqualTo(200);
		}
	}

	@Test
	void beyondAllPlacesIsOverloadedAndTheStoreStillAnswers() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		try (Stage stage = Stage.open("--relay.upstream.max-concurrent=1", "--relay.upstream.max-waiting=1");
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			get(stage, "stored");
			ProjectLimiter limiter = limiter(stage);
			Future<RawResponse> first = slow(stage, callers, gate, "first");
			States.await(() -> limiter.sending() == 1);
			Future<RawResponse> second = slow(stage, callers, gate, "second");
			States.await(() -> limiter.admitted() == 2);

			RawResponse third = get(stage, "third");

			ProblemDocument.check(third, 503, "overloaded");
			assertThat(third.value("Retry-After")).isNotNull();
			assertThat(get(stage, "stored").value("Cache-Status")).contains("; hit; ");
			gate.countDown();
			assertThat(first.get().status()).isEqualTo(200);
			assertThat(second.get().status()).isEqualTo(200);
			States.await(() -> limiter.admitted() == 0 && limiter.sending() == 0);
		}
	}

	@Test
	void answersOnTheirWayTakeNoMoreMemoryThanTheyMay() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		String filler = "{\"a\":\"" + "x".repeat(700_000) + "\"}";
		try (Stage stage = Stage.open("--relay.upstream.max-response-size=1MB", "--relay.upstream.max-in-flight=1MB");
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			ByteBudget inFlight = stage.relay().component(ByteBudget.class);
			long all = inFlight.free();
			String head = "HTTP/1.1 200 OK\r\nContent-Length: " + filler.length() + "\r\n\r\n";
			stage.upstream()
				.on("big", Script.sends(head + filler.substring(0, 600_000))
					.then(Script.sends(filler.substring(600_000)).after(gate)));
			stage.upstream().on("other", Script.json(filler));
			Future<RawResponse> big = callers.submit(() -> get(stage, "big"));
			States.await(() -> inFlight.free() <= all - 600_000);

			Future<RawResponse> other = callers.submit(() -> get(stage, "other"));
			// What little there is has been set aside for whoever waits.
			States.await(() -> inFlight.free() == 0);
			gate.countDown();
			assertThat(big.get().status()).isEqualTo(200);
			assertThat(other.get().status()).isEqualTo(200);
			States.await(() -> inFlight.free() == all);
		}
	}

	@Test
	void whoFindsNoBytesWithinTheDeadlineIsToldSo() throws Exception {
		Stage stage = Stage.hurried();
		String other = stage.newRun();
		stage.relay().awaitRest();
		ByteBudget inFlight = stage.relay().component(ByteBudget.class);
		long all = inFlight.free();
		ByteBudget.Lease everything = inFlight.lease();
		everything.take(all);

		ProblemDocument.check(get(stage, other), 503, "overloaded");
		everything.close();
		assertThat(get(stage, other).status()).isEqualTo(200);
		States.await(() -> inFlight.free() == all);
	}

	private static ProjectLimiter alone(String... setting) {
		UpstreamProperties properties = new Binder(new MapConfigurationPropertySource(Map.of(setting[0], setting[1])))
			.bindOrCreate("relay.upstream", UpstreamProperties.class);
		return new ProjectLimiter(new ProjectName("alone"), properties);
	}

	private static Function<ProjectLimiter.Permits, UpstreamOutcome> timingOutAfter(CountDownLatch gate) {
		Deadline deadline = Deadline.in(Duration.ofMinutes(1));
		return (permits) -> {
			WireResponse reply = permits.inTurn(deadline, () -> {
				try {
					gate.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return new WireResponse.Lost(Outage.of(Outage.Kind.TIMEOUT), false);
			});
			return new UpstreamOutcome.Unavailable(((WireResponse.Lost) reply).outage());
		};
	}

	private static Future<RawResponse> slow(Stage stage, ExecutorService callers, CountDownLatch gate, String run) {
		stage.upstream().on(run, Script.json(RawUpstream.goodBody(run)).after(gate));
		return callers.submit(() -> get(stage, run));
	}

	private static ProjectLimiter limiter(Stage stage) {
		return limiter(stage, new ProjectName("default"));
	}

	private static ProjectLimiter limiter(Stage stage, ProjectName project) {
		return stage.relay().component(ProjectLimiters.class).of(project);
	}

	private static RawResponse get(Stage stage, String run) {
		return stage.relay().get("/v1/runs/" + run + "/result");
	}

}
