package dev.honeyrelay.upstream;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.run.ByteBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.upstream.Scripts.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * HoneyHive fails too often, or the relay has too much under way.
 */
@Timeout(60)
class ProjectLineTests {

	private static final String ONCE = "--relay.upstream.retry.max-attempts=1";

	@Test
	void theCircuitOpensAfterFiveFailuresAndClosesOnceHoneyHiveIsBack() {
		try (Stage stage = Stage.open(ONCE, "--relay.upstream.circuit.open-for=500ms")) {
			for (int i = 0; i < 5; i++) {
				stage.upstream().on("down-" + i, error("503 Down"));
				ProblemDocument.check(get(stage, "down-" + i), 502, "upstream-failed");
			}

			RawResponse suspended = get(stage, "other");

			ProblemDocument.check(suspended, 503, "upstream-suspended");
			assertThat(suspended.value("Retry-After")).isEqualTo("1");
			assertThat(stage.upstream().asked()).isEqualTo(5);
			while (get(stage, "other").status() != 200) {
				Thread.onSpinWait();
			}
			assertThat(get(stage, "yet-another").status()).isEqualTo(200);
		}
	}

	@Test
	void oneRunThatAlwaysFailsSuspendsNobody() {
		try (Stage stage = Stage.open(ONCE)) {
			stage.upstream().on("bad", error("500 Oops"));
			for (int i = 0; i < 20; i++) {
				ProblemDocument.check(get(stage, "bad"), 502, "upstream-failed");
			}

			assertThat(get(stage, "good").status()).isEqualTo(200);
		}
	}

	@Test
	void beyondAllPlacesIsOverloadedAndTheStoreStillAnswers() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		try (Stage stage = Stage.open("--relay.upstream.max-concurrent=1", "--relay.upstream.max-waiting=1");
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			get(stage, "stored");
			ProjectLine line = line(stage);
			Future<RawResponse> first = slow(stage, callers, gate, "first");
			await(() -> line.travelling() == 1);
			Future<RawResponse> second = slow(stage, callers, gate, "second");
			await(() -> line.admitted() == 2);

			RawResponse third = get(stage, "third");

			ProblemDocument.check(third, 503, "overloaded");
			assertThat(third.value("Retry-After")).isNotNull();
			assertThat(get(stage, "stored").value("Cache-Status")).contains("; hit; ");
			gate.countDown();
			assertThat(first.get().status()).isEqualTo(200);
			assertThat(second.get().status()).isEqualTo(200);
			await(() -> line.admitted() == 0 && line.travelling() == 0);
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
			await(() -> inFlight.free() <= all - 600_000);

			ProblemDocument.check(get(stage, "other"), 503, "overloaded");
			gate.countDown();
			assertThat(big.get().status()).isEqualTo(200);
			await(() -> inFlight.free() == all);
			assertThat(get(stage, "other").status()).isEqualTo(200);
			await(() -> inFlight.free() == all);
		}
	}

	private static Future<RawResponse> slow(Stage stage, ExecutorService callers, CountDownLatch gate, String run) {
		stage.upstream().on(run, Script.json(RawUpstream.goodBody(run)).after(gate));
		return callers.submit(() -> get(stage, run));
	}

	private static ProjectLine line(Stage stage) {
		return stage.relay().component(ProjectLines.class).of(new dev.honeyrelay.run.ProjectName("default"));
	}

	private static RawResponse get(Stage stage, String run) {
		return stage.relay().get("/v1/runs/" + run + "/result");
	}

	private static void await(java.util.function.BooleanSupplier state) {
		while (!state.getAsBoolean()) {
			Thread.onSpinWait();
		}
	}

}
