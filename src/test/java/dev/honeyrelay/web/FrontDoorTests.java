package dev.honeyrelay.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.Test;

import static dev.honeyrelay.web.DoorRelay.BEARER;
import static dev.honeyrelay.web.DoorRelay.HASTY;
import static dev.honeyrelay.web.DoorRelay.TARGETS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the front door answers, and what it leaves to others.
 */
class FrontDoorTests {

	@Test
	void whoeverIsBeyondALimitIsToldSo() {
		try (RunningRelay relay = DoorRelay.start()) {
			double before = DoorRelay.answersAhead(relay);
			List<Integer> statuses = new ArrayList<>();
			for (int asked = 0; asked < 10; asked++) {
				statuses.add(DoorRelay.get(relay, TARGETS.getFirst(), "Authorization: Bearer " + HASTY).status());
			}

			assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200, 429, 429, 429, 429);
			assertThat(DoorRelay.answersAhead(relay)).isEqualTo(before + 6);
		}
	}

	@Test
	void whatIsNoLongerStoredOrFreshIsAskedForAsEver() {
		try (RunningRelay relay = DoorRelay.start("--relay.cache.max-fresh=1s")) {
			DoorRelay.awaitThat(
					() -> DoorRelay.get(relay, TARGETS.getFirst(), BEARER).value("Cache-Status").contains("fwd=stale"));
			double before = DoorRelay.answersAhead(relay);

			assertThat(before).isPositive();
			assertThat(DoorRelay.get(relay, TARGETS.getFirst(), BEARER).value("Cache-Status")).contains("; hit;");
			assertThat(DoorRelay.answersAhead(relay)).isEqualTo(before + 1);
		}
	}

	@Test
	void whatIsSentTogetherIsAnsweredInOrder() throws IOException {
		try (RunningRelay relay = DoorRelay.start(); RawCaller caller = relay.connect()) {
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
		try (RunningRelay relay = DoorRelay.start(); RawCaller caller = relay.connect()) {
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
		try (RunningRelay relay = DoorRelay.start()) {
			KnownHeads heads = relay.component(KnownHeads.class);
			for (String line : List.of("X-Request-Id: a", "Content-Length: 0", "Connection: close",
					"Expect: 100-continue", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")) {
				String request = RunningRelay.bare("GET", TARGETS.getFirst(), BEARER, line);
				double before = DoorRelay.answersAhead(relay);

				assertThat(relay.send(request).status()).isEqualTo(200);
				assertThat(DoorRelay.answersAhead(relay)).isEqualTo(before + 1);
				assertThat(heads.readingOf(Head.of(request.getBytes(StandardCharsets.ISO_8859_1)))).isNull();
			}
		}
	}

	@Test
	void thePortOfTheOperatorIsNoWayIn() {
		try (RunningRelay relay = DoorRelay.start()) {
			double before = DoorRelay.answersAhead(relay);

			assertThat(relay.atManagement(RunningRelay.bare("GET", TARGETS.getFirst(), BEARER)).status())
				.isEqualTo(404);
			assertThat(DoorRelay.answersAhead(relay)).isEqualTo(before);
		}
	}

}
