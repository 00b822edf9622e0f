package dev.honeyrelay.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that may grow, grown as far as it may at the same time, in a process with a
 * heap of that many megabytes and with the defaults. {@code docs/operations.md} has the
 * table of it. {@code .ci/run} has the large one, too: {@code mvn -Psoak verify
 * -Dtest=MemoryTests}.
 */
@Timeout(300)
@InOtherProcesses
class MemoryTests {

	private static final String BEARER = "Authorization: Bearer " + RelayProcess.TOKEN;

	private static final String RESULT = "/v1/runs/%s/result";

	private static final int LARGE = 300_000;

	private static final int HUGE = 4_000_000;

	// Hardly to be compressed.
	private final String noise = noise(HUGE);

	@Test
	void allBoundsOfASmallHeapAreReachedAtOnceAndItGoesOn() throws Exception {
		reachAllBounds(205);
	}

	@Test
	@Tag("soak")
	void allBoundsOfALargeHeapAreReachedAtOnceAndItGoesOn() throws Exception {
		reachAllBounds(614);
	}

	private void reachAllBounds(int megabytes) throws Exception {
		RawUpstream upstream = RawUpstream.start();
		upstream.onOthers(this::answer);
		List<RawCaller> callers = new ArrayList<>();
		try (RelayProcess relay = RelayProcess.start(upstream.baseUrl(), "-Xmx" + megabytes + 'm',
				"-XX:+ExitOnOutOfMemoryError", "-Drelay.audit.enabled=false", "-Drelay.upstream.circuit.enabled=false",
				"-Drelay.cache.min-fresh=1h", "-Drelay.cache.first-fresh=1h")) {
			ask(relay, megabytes * 60, (i) -> get("hot", "If-None-Match: " + "a,".repeat(400) + i));
			ask(relay, megabytes * 60,
					(i) -> get("hot", "").replace(" HTTP", "?project=" + "x".repeat(900) + i + " HTTP"));
			ask(relay, megabytes, (i) -> get("large-" + i, "Accept-Encoding: gzip"));
			ask(relay, megabytes * 3, (i) -> get("tagged-" + i, ""));
			ask(relay, megabytes,
					(i) -> get("failing", "").replace(" HTTP", "?filters=" + "f".repeat(8000) + i + " HTTP"));
			// Stored anew, if the others took its place: what is not would have to wait.
			ask(relay, 10, (i) -> get("hot", "X-Again: " + i));
			for (int i = 0; i < megabytes; i++) {
				callers.add(relay.connect().send("GET / HTTP/1.1\r\nHost: h\r\n" + "a:b\r\n".repeat(90)));
			}
			for (int i = 0; i < megabytes / 8; i++) {
				callers.add(relay.connect().send(get("huge-" + i, "Accept-Encoding: gzip")));
			}
			ask(relay, 2000, (i) -> get("hot", "X-Any: " + i));

			assertThat(relay.printed()).doesNotContain("OutOfMemoryError", " ERROR ");
			assertThat(relay.get(RESULT.formatted("hot")).statusCode()).isEqualTo(200);
		}
		finally {
			for (RawCaller caller : callers) {
				caller.close();
			}
		}
	}

	private static String get(String run, String header) {
		return RunningRelay.bare("GET", RESULT.formatted(run), BEARER, header);
	}

	private static void ask(RelayProcess relay, int count, Requests requests) throws IOException {
		try (RawCaller caller = relay.connect()) {
			for (int i = 0; i < count; i++) {
				RawResponse response = caller.send(requests.number(i)).receive();
				assertThat(response.status()).as(() -> response.toString()).isIn(200, 502);
			}
		}
	}

	private void answer(Exchange exchange) throws IOException {
		String run = exchange.target().replaceFirst("/v1/runs/([^/]+)/.*", "$1");
		switch (run.replaceFirst("-.*", "")) {
			case "failing" -> Script.answer("500 No", "application/json", "{}").play(exchange);
			case "large" -> Script.json(body(run, LARGE)).play(exchange);
			case "tagged" ->
				Script.json(body(run, 0).getBytes(StandardCharsets.UTF_8), "ETag: \"" + "t".repeat(7000) + run + '"')
					.play(exchange);
			case "huge" -> hang(exchange, body(run, HUGE));
			default -> Script.json(RawUpstream.goodBody(run)).play(exchange);
		}
	}

	// All but the end of it comes, and that never.
	private static void hang(Exchange exchange, String body) throws IOException {
		exchange.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body.substring(1));
		exchange.waitsForClose(Duration.ofSeconds(60));
	}

	private String body(String run, int length) {
		int start = Math.floorMod(run.hashCode(), HUGE - length + 1);
		return RawUpstream.goodBody(run)
			.replaceFirst("\\{", "{\"noise\":\"" + this.noise.substring(start, start + length) + "\",");
	}

	private static String noise(int length) {
		byte[] bytes = new byte[length * 3 / 4 + 3];
		new Random(4).nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes).substring(0, length);
	}

	/** Requests by their numbers. */
	@FunctionalInterface
	private interface Requests {

		String number(int number);

	}

}
