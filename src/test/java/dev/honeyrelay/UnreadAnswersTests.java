package dev.honeyrelay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller that asks for much and takes nothing, of a process with little memory.
 */
@Timeout(180)
@InOtherProcesses
class UnreadAnswersTests {

	private static final String SLOW = "token-of-a-slow-one-4711";

	private static final int LENGTH = 7 * 1024 * 1024;

	@Test
	void fortyThreeStoredAnswersThatNobodyTakesExhaustNothing(@TempDir Path folder) throws Exception {
		RawUpstream upstream = RawUpstream.start();
		upstream.onOthers(Script.json(body()));
		List<RawCaller> slow = new ArrayList<>();
		try (RelayProcess relay = RelayProcess.start(upstream.baseUrl(), "-Xmx205m", "-XX:+ExitOnOutOfMemoryError",
				"-Drelay.cache.max-size=50MB", "-Drelay.upstream.max-in-flight=50MB", "-Drelay.cache.min-fresh=1h",
				"-Drelay.cache.first-fresh=1h", "-Drelay.credentials=" + credentials(folder))) {
			for (int number = 0; number < 43; number++) {
				String path = "/v1/runs/stored-" + number + "/result";
				assertThat(relay.get(path).statusCode()).as(path).isEqualTo(200);
				slow.add(relay.connect().send(RunningRelay.bare("GET", path, "Authorization: Bearer " + SLOW)));
			}

			assertThat(relay.get("/v1/runs/one-more/result").statusCode()).isEqualTo(200);
			assertThat(relay.process().isAlive()).isTrue();
			assertThat(relay.printed()).doesNotContain("OutOfMemoryError", " ERROR ");
		}
		finally {
			for (RawCaller caller : slow) {
				caller.close();
			}
		}
	}

	private static Path credentials(Path folder) throws Exception {
		return Files.writeString(folder.resolve("credentials.yaml"), """
				projects:
				  lab: { api-key: hh_lab }
				callers:
				  slow: { tokens: [ { sha256: %s } ], projects: [lab] }
				""".formatted(TestTokens.sha256(SLOW)));
	}

	private static byte[] body() {
		return ("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},\"a\":\""
				+ "0123456789abcdef".repeat(LENGTH / 16) + "\"}")
			.getBytes(StandardCharsets.ISO_8859_1);
	}

}
