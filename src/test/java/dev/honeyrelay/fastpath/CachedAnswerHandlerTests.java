package dev.honeyrelay.fastpath;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static dev.honeyrelay.fastpath.FastPathRelay.BEARER;
import static dev.honeyrelay.fastpath.FastPathRelay.HASTY;
import static dev.honeyrelay.fastpath.FastPathRelay.TARGETS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the fast path answers, and what it leaves to the ordinary way.
 */
class CachedAnswerHandlerTests {

	private static RawUpstream upstream;

	private static RunningRelay relay;

	@BeforeAll
	static void open() {
		upstream = RawUpstream.start();
		relay = FastPathRelay.startBefore(upstream, FastPathRelay.STILL.split(" "));
	}

	@AfterAll
	static void close() {
		relay.close();
	}

	@Test
	void whoeverIsBeyondALimitIsToldSo() {
		double before = FastPathRelay.answersAhead(relay);
		List<Integer> statuses = new ArrayList<>();
		for (int asked = 0; asked < 10; asked++) {
			statuses.add(FastPathRelay.get(relay, TARGETS.getFirst(), "Authorization: Bearer " + HASTY).status());
		}

		assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200, 429, 429, 429, 429);
		assertThat(FastPathRelay.answersAhead(relay)).isEqualTo(before + 6);
	}

	@Test
	void whatIsNoLongerStoredOrFreshIsAskedForAsEver() {
		try (RunningRelay brief = FastPathRelay.start("--relay.cache.max-fresh=1s")) {
			FastPathRelay.awaitThat(() -> FastPathRelay.get(brief, TARGETS.getFirst(), BEARER)
				.value("Cache-Status")
				.contains("fwd=stale"));
			double before = FastPathRelay.answersAhead(brief);

			assertThat(before).isPositive();
			assertThat(FastPathRelay.get(brief, TARGETS.getFirst(), BEARER).value("Cache-Status")).contains("; hit;");
			assertThat(FastPathRelay.answersAhead(brief)).isEqualTo(before + 1);
		}
	}

	@Test
	void whatIsSentTogetherIsAnsweredInOrder() throws IOException {
		try (RawCaller caller = relay.connect()) {
			StringBuilder requests = new StringBuilder();
			for (int number = 0; number < 20; number++) {
				requests.append(RunningRelay.bare((number % 3 == 0) ? "HEAD" : "GET", TARGETS.get(number % 3), BEARER,
						"X-Request-Id: " + number));
			}
			caller.send(requests.toString());

			for (int number = 0; number < 20; number++) {
				RawResponse response = caller.receive(number % 3 == 0);
				assertThat(response.status()).isEqualTo(200);
				assertThat(response.value("X-Request-Id")).isEqualTo(Integer.toString(number));
			}
		}
	}

	@Test
	void aKnownHeadIsAnsweredHoweverItArrives() throws IOException {
		String poll = RunningRelay.bare("GET", TARGETS.getFirst(), BEARER);
		String other = RunningRelay.bare("GET", TARGETS.get(1), BEARER);
		try (RawCaller caller = relay.connect()) {
			byte[] whole = caller.send(poll).receive().body();
			assertThat(caller.send(poll).receive().body()).isEqualTo(whole);

			caller.send(poll + poll + other + poll.substring(0, 30));
			for (int number = 0; number < 3; number++) {
				assertThat(caller.receive().body()).isEqualTo(whole);
			}
			assertThat(caller.send(poll.substring(30)).receive().body()).isEqualTo(whole);
			caller.send("POST /v1/runs HTTP/1.1\r\nHost: a\r\nContent-Length: " + poll.length() + "\r\n\r\n" + poll);
			assertThat(caller.receive().status()).isEqualTo(401);
		}
	}

	@Test
	void whatNamesItsRequestOrBringsMoreIsNotLearnt() {
		HeadCache heads = relay.component(HeadCache.class);
		for (String line : List.of("X-Request-Id: a", "Content-Length: 0", "Connection: close", "Expect: 100-continue",
				"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")) {
			String request = RunningRelay.bare("GET", TARGETS.getFirst(), BEARER, line);
			double before = FastPathRelay.answersAhead(relay);

			assertThat(relay.send(request).status()).isEqualTo(200);
			assertThat(FastPathRelay.answersAhead(relay)).isEqualTo(before + 1);
			assertThat(heads.headOf(RequestHeadDigest.of(request.getBytes(StandardCharsets.ISO_8859_1)))).isNull();
		}
	}

	@Test
	void theFirstWhoWantsALargeAnswerCompressedWaitsForThatOnTheOrdinaryWay() {
		upstream.on("large", Script.json(RawUpstream.goodBody("large").replace("{\"", "{ " + " ".repeat(9000) + '"')));
		String target = "/v1/runs/large/result";
		FastPathRelay.get(relay, target, BEARER);
		FastPathRelay.get(relay, target, BEARER);
		String compressed = BEARER + "\r\nAccept-Encoding: gzip";
		double before = FastPathRelay.answersAhead(relay);

		RawResponse first = FastPathRelay.get(relay, target, compressed);
		assertThat(FastPathRelay.answersAhead(relay)).isEqualTo(before);
		RawResponse second = FastPathRelay.get(relay, target, compressed);

		assertThat(FastPathRelay.answersAhead(relay)).isEqualTo(before + 1);
		assertThat(first.value("Cache-Status")).contains("; hit;");
		assertThat(second.body()).isEqualTo(first.body()).hasSizeLessThan(1000);
	}

	@Test
	void thePortOfTheOperatorIsNoWayIn() {
		double before = FastPathRelay.answersAhead(relay);

		assertThat(relay.atManagement(RunningRelay.bare("GET", TARGETS.getFirst(), BEARER)).status()).isEqualTo(404);
		assertThat(FastPathRelay.answersAhead(relay)).isEqualTo(before);
	}

}
