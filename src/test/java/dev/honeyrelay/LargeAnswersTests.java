package dev.honeyrelay;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many large answers at once, in a process with little memory.
 */
@Timeout(180)
@InOtherProcesses
class LargeAnswersTests {

	private static final int MEGABYTE = 1024 * 1024;

	@Test
	void fortyCallersWithTwentyMegabytesEachExhaustNothing() throws Exception {
		try (RelayProcess relay = RelayProcess.start(large(20 * MEGABYTE, true).baseUrl(), "-Xmx768m",
				"-Drelay.upstream.deadline=60s");
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Integer>> statuses = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				String path = "/v1/runs/large-" + i + "/result";
				statuses.add(callers.submit((Callable<Integer>) () -> length(relay.get(path))));
			}
			for (Future<Integer> status : statuses) {
				assertThat(status.get()).isIn(200, 503);
			}

			assertThat(relay.printed()).doesNotContain("OutOfMemoryError", " ERROR ");
			assertThat(relay.statusOf("/v1/runs/one-more/result")).isEqualTo(200);
		}
	}

	@Test
	void moreThanTheStoreHoldsIsEvicted() throws Exception {
		try (RelayProcess relay = RelayProcess.start(large(5 * MEGABYTE, false).baseUrl(), "-Xmx768m")) {
			for (int i = 0; i < 45; i++) {
				assertThat(relay.get("/v1/runs/large-" + i + "/result").statusCode()).isEqualTo(200);
			}

			assertThat(relay.printed()).doesNotContain("OutOfMemoryError", " ERROR ");
		}
	}

	private static int length(HttpResponse<byte[]> response) {
		assertThat(response.body().length).isGreaterThan((response.statusCode() == 200) ? 20 * MEGABYTE : 0);
		return response.statusCode();
	}

	private static RawUpstream large(int bytes, boolean gzip) {
		RawUpstream upstream = RawUpstream.start();
		byte[] body = ("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},\"a\":\""
				+ "0123456789abcdef".repeat(bytes / 16) + "\"}")
			.getBytes(StandardCharsets.ISO_8859_1);
		Script script = gzip ? Script.json(Script.gzip(body), "Content-Encoding: gzip") : Script.json(body);
		upstream.onOthers(script);
		return upstream;
	}

}
