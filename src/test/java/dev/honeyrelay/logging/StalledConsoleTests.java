package dev.honeyrelay.logging;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that prints into a pipe which nobody reads, such as a log driver that hangs.
 */
@Timeout(180)
@InOtherProcesses
class StalledConsoleTests {

	// Their lines are many times what a pipe and the relay's own batches hold.
	private static final int READS = 4_000;

	private static final Pattern ID = Pattern.compile("read-\\d+");

	private static final String RESULT = "/v1/runs/good/result";

	private static final String TOKEN = "Authorization: Bearer " + RelayProcess.TOKEN;

	@Test
	void noReadIsAnsweredAndNotToldOfAndWhatIsNotToldOfIsAnswered() throws Exception {
		try (RelayProcess relay = RelayProcess.startUnheard(RawUpstream.start().baseUrl(), "-Xmx205m",
				"-XX:+ExitOnOutOfMemoryError")) {
			int answered = 0;
			RawResponse last = null;
			for (int read = 0; read < READS; read++) {
				RawResponse answer = answer(relay, "GET", RESULT, TOKEN, "X-Request-Id: read-" + read);
				if (answer.status() == 200) {
					answered++;
				}
				last = answer;
			}
			ProblemDocument.check(last, 503, "overloaded");
			assertThat(last.value("Retry-After")).isEqualTo("5");
			assertThat(answered).isBetween(1000, 3900);

			for (int again = 0; again < 20; again++) {
				assertThat(answer(relay, "GET", "/livez").status()).isEqualTo(200);
				assertThat(answer(relay, "GET", "/readyz").status()).isEqualTo(200);
				assertThat(answer(relay, "GET", RESULT).status()).isEqualTo(401);
				assertThat(answer(relay, "GET", RESULT, "Authorization: Digest x").status()).isEqualTo(401);
				assertThat(answer(relay, "GET", "/%").status()).isEqualTo(400);
			}
			assertThat(readsToldBy(relay, answered)).doesNotHaveDuplicates();
			relay.awaitStatus(RESULT, 200);
		}
	}

	private static RawResponse answer(RelayProcess relay, String method, String path, String... headers)
			throws Exception {
		try (RawCaller caller = relay.connect()) {
			return caller.send(RunningRelay.bare(method, path, headers)).receive();
		}
	}

	// Reads until so many requests are told of, and returns their ids.
	private static List<String> readsToldBy(RelayProcess relay, int reads) throws Exception {
		List<String> ids = new ArrayList<>();
		BufferedReader console = relay.process().inputReader();
		while (ids.size() < reads) {
			String line = console.readLine();
			assertThat(line).as("after " + ids.size() + " reads").isNotNull();
			Matcher id = ID.matcher(line);
			if (line.contains("INFO audit read") && id.find()) {
				ids.add(id.group());
			}
		}
		return ids;
	}

}
