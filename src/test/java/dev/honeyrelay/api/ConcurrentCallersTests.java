package dev.honeyrelay.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.States;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many callers want the same at once, and projects keep out of each other's way.
 */
@Timeout(60)
class ConcurrentCallersTests {

	@Test
	void fiveHundredCallersMakeOneTripThoughTheFirstHangsUp() throws Exception {
		try (Stage stage = Stage.open(); ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			CountDownLatch gate = new CountDownLatch(1);
			stage.upstream().on("herd", Script.json(RawUpstream.goodBody("herd")).after(gate));
			RawCaller first = stage.relay().connect();
			first.send(RunningRelay.request("GET", "/v1/runs/herd/result"));
			States.await(() -> !stage.upstream().asked("herd").isEmpty());
			first.close();

			List<Future<RawResponse>> answers = IntStream.range(0, 500)
				.mapToObj(
						(i) -> callers.submit((Callable<RawResponse>) () -> stage.relay().get("/v1/runs/herd/result")))
				.toList();
			gate.countDown();

			for (Future<RawResponse> answer : answers) {
				assertThat(answer.get().status()).isEqualTo(200);
				assertThat(answer.get().body())
					.isEqualTo(RawUpstream.goodBody("herd").getBytes(StandardCharsets.UTF_8));
			}
			assertThat(stage.upstream().asked("herd")).hasSize(1);
		}
	}

	@Test
	void twoProjectsAskForThemselvesAndTheirAnswersNeverCross(@TempDir Path folder) throws Exception {
		try (Stage stage = teams(folder)) {
			stage.upstream()
				.on("same",
						(exchange) -> Script.json("{\"key\":\"" + exchange.values("Authorization").getFirst() + "\"}")
							.play(exchange));

			assertThat(get(stage, "one", "same")).isEqualTo("{\"key\":\"Bearer hh_one\"}");
			assertThat(get(stage, "other", "same")).isEqualTo("{\"key\":\"Bearer hh_other\"}");
			assertThat(stage.upstream().asked("same")).hasSize(2);
		}
	}

	@Test
	void aProjectWhoseHoneyHiveHangsTouchesNoOther(@TempDir Path folder) throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		try (Stage stage = teams(folder, "--relay.upstream.max-concurrent=1", "--relay.upstream.max-waiting=0");
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			stage.upstream().on("stuck", Script.json(RawUpstream.goodBody("stuck")).after(gate));
			Future<String> stuck = callers.submit(() -> get(stage, "one", "stuck"));
			States.await(() -> !stage.upstream().asked("stuck").isEmpty());

			ProblemDocument.check(stage.relay().send(request("one", "more")), 503, "overloaded");
			assertThat(get(stage, "other", "more")).isEqualTo(RawUpstream.goodBody("more"));
			gate.countDown();
			assertThat(stuck.get()).isEqualTo(RawUpstream.goodBody("stuck"));
		}
	}

	private static Stage teams(Path folder, String... settings) throws Exception {
		Path file = folder.resolve("credentials.yaml");
		Files.writeString(file, """
				projects:
				  one: { api-key: hh_one }
				  other: { api-key: hh_other }
				callers:
				  one: { tokens: [ { sha256: %s } ], projects: [one] }
				  other: { tokens: [ { sha256: %s } ], projects: [other] }
				""".formatted(digest("one"), digest("other")));
		return Stage.open(java.util.stream.Stream
			.concat(java.util.stream.Stream.of("--relay.credentials=" + file), java.util.Arrays.stream(settings))
			.toArray(String[]::new));
	}

	private static String get(Stage stage, String team, String run) {
		return new String(stage.relay().send(request(team, run)).body(), StandardCharsets.UTF_8);
	}

	private static String request(String team, String run) {
		return RunningRelay.bare("GET", "/v1/runs/" + run + "/result", "Authorization: Bearer " + token(team));
	}

	private static String token(String team) {
		return team + "-team-token-4711-xyz";
	}

	private static String digest(String team) throws Exception {
		byte[] digest = java.security.MessageDigest.getInstance("SHA-256")
			.digest(token(team).getBytes(StandardCharsets.UTF_8));
		return java.util.HexFormat.of().formatHex(digest);
	}

}
