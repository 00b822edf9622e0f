package dev.honeyrelay.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.fastpath.FastPathRelay;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.server.CallerProperties;
import dev.honeyrelay.server.ConnectionCuts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers do not take is counted for as long as the relay keeps it for them, whether
 * or not the store still has it. Here nobody is cut for being slow.
 */
@Timeout(60)
class OutgoingAnswersTests {

	private static final String SLOW = "token-of-a-slow-one-4711";

	private static final String QUICK = "token-of-a-quick-one-4711";

	private static final int LENGTH = 7 * 1024 * 1024;

	private static final int FIFTH = 100_000;

	private static RawUpstream upstream;

	private static RunningRelay relay;

	private static ByteBudget budget;

	@BeforeAll
	static void open() {
		upstream = RawUpstream.start();
		upstream.onOthers(large("completed"));
		relay = RunningRelay.start(upstream.baseUrl(), "--relay.credentials=" + credentials(),
				"--relay.callers.min-rate=0", "--relay.upstream.max-in-flight=64MB", "--relay.callers.max-share=0.2",
				"--relay.cache.refresh-ahead=0", "--relay.cache.min-fresh=1h", "--relay.cache.first-fresh=1h");
		budget = relay.component(ByteBudget.class);
		get("stored", QUICK);
		get("stored", QUICK);
	}

	@AfterAll
	static void close() {
		relay.close();
	}

	@AfterEach
	void nothingIsLeftBehind() {
		awaitFree(budget.size());
	}

	@ParameterizedTest
	@CsvSource({ "GET, 1.1, X-A: b", "GET, 1.1, Accept-Encoding: gzip", "GET, 1.0, X-A: b",
			"GET, 1.1, Connection: close",
			"GET, 1.1, traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" })
	void whatIsNotTakenIsCountedUntilTheConnectionBreaks(String method, String version, String header)
			throws IOException {
		for (String parameter : List.of("", "?project_id=" + header.hashCode())) {
			try (RawCaller caller = relay.connect()) {
				caller.send(request(method, "stored", parameter, SLOW, header).replace("HTTP/1.1", "HTTP/" + version));
				awaitTaken(LENGTH);
			}
			awaitFree(budget.size());
		}
	}

	@Test
	void whatIsPolledOverOneConnectionIsCounted() throws IOException {
		try (RawCaller caller = relay.connect()) {
			for (int number = 0; number < 3; number++) {
				caller.send(request("GET", "stored", "", SLOW)).receive();
				awaitFree(budget.size());
			}
			caller.send(request("GET", "stored", "", SLOW));
			awaitTaken(LENGTH);
			caller.receive();
			awaitFree(budget.size());
		}
	}

	@Test
	void whatHasNoBodyCountsForNothing() throws IOException {
		String tag = get("stored", QUICK).value("ETag");
		try (RawCaller first = relay.connect(); RawCaller other = relay.connect()) {
			// The share of this caller is taken.
			first.send(request("GET", "stored", "", SLOW));
			awaitTaken(LENGTH);
			get("next", QUICK);

			assertThat(other.send(request("HEAD", "next", "", SLOW)).receive(true).status()).isEqualTo(200);
			assertThat(other.send(request("GET", "stored", "?project_id=a", SLOW, "If-None-Match: " + tag))
				.receive()
				.status()).isEqualTo(304);
		}
	}

	@Test
	void anAnswerCountsOnceHoweverManyTakeIt() throws IOException {
		List<RawCaller> callers = new ArrayList<>();
		for (int number = 0; number < 30; number++) {
			callers.add(relay.connect().send(request("GET", "stored", "", (number % 2 == 0) ? SLOW : QUICK)));
			callers.getLast().awaitAnswer();
		}

		assertThat(budget.size() - budget.free()).isBetween((long) LENGTH, 2L * LENGTH);
		for (RawCaller caller : callers) {
			caller.close();
		}
	}

	@Test
	void whatThePurgeTookFromTheStoreStillCounts() throws IOException {
		get("purged", QUICK);
		try (RawCaller caller = relay.connect()) {
			caller.send(request("GET", "purged", "", SLOW));
			awaitTaken(LENGTH);
			RawResponse purge = relay
				.send(RunningRelay.bare("DELETE", "/admin/cache/runs/purged", "Authorization: Bearer " + QUICK));

			assertThat(purge.status()).isEqualTo(204);
			assertThat(budget.size() - budget.free()).isGreaterThanOrEqualTo(LENGTH);
		}
	}

	@Test
	void aMissThatIsNotTakenIsCounted() throws IOException {
		upstream.on("unsettled", large("running"));
		try (RawCaller caller = relay.connect()) {
			caller.send(request("GET", "unsettled", "", SLOW)).awaitAnswer();

			assertThat(budget.size() - budget.free()).isGreaterThanOrEqualTo(LENGTH);
		}
	}

	@Test
	void whoHoldsItsShareIsRefusedMoreAndNobodyElseIs() throws IOException {
		get("other", QUICK);
		try (RawCaller first = relay.connect(); RawCaller second = relay.connect(); RawCaller miss = relay.connect()) {
			first.send(request("GET", "stored", "", SLOW));
			awaitTaken(LENGTH);
			second.send(request("GET", "other", "", SLOW));
			miss.send(request("GET", "new", "", SLOW));

			assertThat(get("other", QUICK).status()).isEqualTo(200);
			assertThat(get("brand-new", QUICK).status()).isEqualTo(200);
			for (RawCaller refused : List.of(second, miss)) {
				RawResponse response = refused.receive();
				assertThat(response.status()).isEqualTo(503);
				assertThat(response.value("Retry-After")).isEqualTo("10");
				assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("/problems/overloaded");
			}
			assertThat(relay.send(request("GET", "stored", "", SLOW)).status()).as("the same once more").isEqualTo(200);
		}
	}

	@Test
	void aTrendThatIsNotTakenCountsInItsCallersShare() throws IOException {
		for (String run : List.of("trend-a", "trend-b")) {
			upstream.on(run, metrics(73));
			get(run, QUICK);
		}
		try (RawCaller first = relay.connect()) {
			first.send(trend("trend-a", SLOW)).awaitAnswer();
			awaitTaken(LENGTH / 2);

			assertRefused(trend("trend-b", SLOW), request("GET", "stored", "", SLOW));
			assertThat(relay.send(trend("trend-b", QUICK)).status()).isEqualTo(200);
			assertThat(get("stored", QUICK).status()).isEqualTo(200);
		}
	}

	@Test
	void whatItTakesToWriteAViewCountsForEachWhoTakesIt() throws IOException {
		upstream.on("viewed", metrics(58));
		get("viewed", QUICK);
		get("beside", QUICK);
		try (RawCaller first = relay.connect(); RawCaller second = relay.connect()) {
			first.send(request("GET", "beside", "", SLOW)).awaitAnswer();
			second.send(view("viewed", SLOW)).awaitAnswer();

			RawResponse third = relay.send(view("viewed", SLOW, "Accept-Encoding: gzip"));
			assertThat(third.status()).isEqualTo(503);
			assertThat(relay.send(view("viewed", QUICK, "Accept-Encoding: gzip")).status()).isEqualTo(200);
		}
	}

	@Test
	void aCellThatTakesMuchMemoryCountsForEachWhoReadsIt() throws IOException {
		for (String value : List.of("\"" + "v".repeat(LENGTH) + "\"", "[" + "1,".repeat(LENGTH / 2) + "1]")) {
			String run = "cell-" + value.charAt(1);
			upstream.on(run, Script.json("""
					{"status":"completed","run_object":{"status":"completed"},
					"metrics":{"details":[{"metric_name":"m","aggregate":%s}]}}""".formatted(value)));
			get(run, QUICK);
			try (RawCaller first = relay.connect()) {
				first.send(view(run, SLOW)).awaitAnswer();

				assertRefused(view(run, SLOW), trend(run, SLOW));
			}
			awaitFree(budget.size());
			assertThat(relay.send(view(run, SLOW)).status()).isEqualTo(200);
			assertThat(relay.send(trend(run, SLOW)).status()).isEqualTo(200);
		}
	}

	@Test
	void whoWaitsForItsShareGetsTheAnswerWhenThereIsRoom() throws IOException {
		get("other", QUICK);
		try (RawCaller first = relay.connect(); RawCaller second = relay.connect()) {
			first.send(request("GET", "stored", "", SLOW));
			awaitTaken(LENGTH);
			second.send(request("GET", "other", "", SLOW));
			first.receive();

			assertThat(second.receive().status()).isEqualTo(200);
		}
	}

	@Test
	void whoWaitsForItsShareSetsNothingAsideForMoreThanThat() throws IOException {
		get("other", QUICK);
		get("another", QUICK);
		try (RawCaller first = relay.connect();
				RawCaller second = relay.connect();
				RawCaller third = relay.connect();
				Lease rest = budget.lease()) {
			first.send(request("GET", "stored", "", SLOW));
			awaitTaken(LENGTH);
			second.send(request("GET", "other", "", SLOW));
			third.send(request("GET", "another", "", SLOW));
			FastPathRelay.awaitThat(() -> relay.component(OutgoingAnswers.class).waiting() == 2);
			assertThat(rest.take(budget.free())).isTrue();
			first.receive();
			// There is room for one of them, which takes its share.
			FastPathRelay.awaitThat(() -> relay.component(OutgoingAnswers.class).waiting() == 1);

			assertThat(budget.waiting()).as("ahead of all others").isLessThanOrEqualTo(1);
			awaitFree(0);
			assertThat(budget.waiting()).isZero();
		}
	}

	@Test
	void whoIsAloneMayHaveAllButAShareThatIsLeftForOthers() {
		ManualTime time = new ManualTime();
		OutgoingAnswers answers = answersOfFive(time);
		List<Transfer> alone = new ArrayList<>();
		for (int number = 0; number < 4; number++) {
			alone.add(answers.transfer("one", fifth(), false));
			assertThat(alone.getLast().begin()).isTrue();
		}
		assertThat(answers.transfer("one", fifth(), false).begin()).isFalse();

		assertThat(answers.transfer("other", fifth(), false).begin()).as("what is left").isTrue();
		alone.removeLast().close();
		assertThat(answers.transfer("one", fifth(), false).begin()).as("among others").isFalse();
		time.advance(Duration.ofMinutes(10));
		assertThat(answers.transfer("other", fifth(), false).begin()).as("who came later").isFalse();
		time.advance(Duration.ofMinutes(10));
		assertThat(answers.transfer("other", fifth(), false).begin()).as("alone by now").isTrue();
	}

	@Test
	void whoComesLaterDoesNotOvertakeWhoWaitsForTheSameShare() throws Exception {
		OutgoingAnswers answers = answersOfFive(new ManualTime());
		answers.asks("other");
		Transfer first = answers.transfer("one", fifth(), false);
		assertThat(first.begin()).isTrue();
		CompletableFuture<Room> second = waiting(answers, 1);
		CompletableFuture<Room> third = waiting(answers, 2);

		first.close();

		assertThat(answers.transfer("one", fifth(), false).begin()).isFalse();
		Room room = second.get();
		assertThat(third).isNotDone();
		room.close();
		third.get().close();
		assertThat(answers.transfer("one", fifth(), false).begin()).isTrue();
	}

	@Test
	void whatHasBegunToLeaveWaitsForNobody() throws Exception {
		OutgoingAnswers answers = answersOfFive(new ManualTime());
		answers.asks("other");
		Transfer first = answers.transfer("one", new Representation(new byte[FIFTH / 2]), false);
		assertThat(first.begin()).isTrue();
		CompletableFuture<Room> waits = waiting(answers, 1);
		Representation small = new Representation(new byte[FIFTH / 4]);

		Transfer leaving = answers.transfer("one", small, false);

		assertThat(leaving.begin()).as("not begun to leave").isFalse();
		assertThat(answers.begin(leaving, false)).isTrue();
		first.close();
		assertThat(waits).isNotDone();
		answers.end(leaving);
		waits.get().close();
	}

	@Test
	void whatATripBroughtIsNotRefusedForItsTurnWhereThereIsRoom() throws Exception {
		OutgoingAnswers answers = answersOfFive(new ManualTime());
		answers.asks("other");
		Transfer first = answers.transfer("one", new Representation(new byte[FIFTH / 2]), false);
		assertThat(first.begin()).isTrue();
		CompletableFuture<Room> waits = waiting(answers, 1);
		Transfer small = answers.transfer("one", new Representation(new byte[FIFTH / 4]), true);

		assertThat(small.beginInTurn(Duration.ZERO)).isTrue();
		first.close();
		small.close();
		waits.get().close();
	}

	@Test
	void whatATripBroughtDoesNotWaitForWhatIsOnlySetAside() {
		OutgoingAnswers answers = answersOfFive(new ManualTime());
		answers.asks("other");
		answers.promise("one", FIFTH);
		assertThat(answers.transfer("one", new Representation(new byte[FIFTH / 4]), false).begin()).isFalse();
		assertThat(answers.transfer("one", new Representation(new byte[FIFTH / 4]), true).begin()).isTrue();
	}

	@Test
	void aTripWaitsForBytesWithinItsDeadline() throws IOException {
		ByteBudget.Lease rest = budget.lease();
		try (RawCaller patient = relay.connect()) {
			rest.take(budget.free() - 1000);
			patient.send(request("GET", "patient", "", QUICK));
			// What little there is has been set aside for it.
			awaitFree(0);
			assertThat(upstream.asked("patient")).hasSize(1);
			rest.close();

			assertThat(patient.receive().status()).isEqualTo(200);
		}
	}

	@Test
	void whatIsTinyAndStoredIsServedWhileTheBudgetIsFull() {
		upstream.on("tiny", Script.json(RawUpstream.goodBody("tiny")));
		get("tiny", QUICK);
		try (Lease all = budget.lease()) {
			assertThat(all.take(budget.free())).isTrue();

			// A target that nobody has asked for: the ordinary way.
			RawResponse response = relay.send(request("GET", "tiny", "?project_id=x", QUICK));

			assertThat(response.status()).isEqualTo(200);
			assertThat(response.value("Cache-Status")).startsWith("honeyhive-relay; hit");
		}
	}

	private static OutgoingAnswers answersOfFive(ManualTime time) {
		return new OutgoingAnswers(new ByteBudget(5 * FIFTH), relay.component(CallerProperties.class),
				relay.component(ConnectionCuts.class), time);
	}

	// Each waits for 10 s before it is refused, and so they wait together.
	private static void assertRefused(String... requests) throws IOException {
		List<RawCaller> callers = new ArrayList<>();
		for (String request : requests) {
			callers.add(relay.connect().send(request));
		}
		for (RawCaller caller : callers) {
			try (caller) {
				assertThat(caller.receive().status()).isEqualTo(503);
			}
		}
	}

	private static Representation fifth() {
		return new Representation(new byte[FIFTH]);
	}

	private static CompletableFuture<Room> waiting(OutgoingAnswers answers, int inAll) {
		CompletableFuture<Room> got = new CompletableFuture<>();
		Thread.startVirtualThread(() -> {
			try {
				got.complete(answers.awaitRoom("one", FIFTH, Duration.ofSeconds(30)));
			}
			catch (InterruptedException ex) {
				got.completeExceptionally(ex);
			}
		});
		FastPathRelay.awaitThat(() -> answers.waiting() == inAll);
		return got;
	}

	private static void awaitTaken(long bytes) {
		FastPathRelay.awaitThat(() -> budget.size() - budget.free() >= bytes);
	}

	private static void awaitFree(long bytes) {
		FastPathRelay.awaitThat(() -> budget.free() == bytes);
	}

	private static RawResponse get(String run, String token) {
		return relay.send(request("GET", run, "", token));
	}

	private static String request(String method, String run, String parameters, String token, String... headers) {
		return RunningRelay.bare(method, "/v1/runs/" + run + "/result" + parameters, "Authorization: Bearer " + token,
				String.join("\r\n", headers));
	}

	private static String trend(String run, String token) {
		return RunningRelay.bare("GET", "/views/trend.csv?run_ids=" + run, "Authorization: Bearer " + token);
	}

	private static String view(String run, String token, String... headers) {
		return RunningRelay.bare("GET", "/views/runs/" + run + "/metrics.csv", "Authorization: Bearer " + token,
				String.join("\r\n", headers));
	}

	// Rows that no compression makes much smaller, each of a fifth.
	private static Script metrics(int count) {
		return (exchange) -> {
			byte[] random = new byte[LENGTH / 4 * 3];
			new Random(4711).nextBytes(random);
			String names = Base64.getUrlEncoder().encodeToString(random);
			StringBuilder metrics = new StringBuilder();
			for (int start = 0; start < count * FIFTH; start += FIFTH) {
				metrics.append((start > 0) ? "," : "")
					.append("{\"metric_name\":\"")
					.append(names, start, start + FIFTH)
					.append("\"}");
			}
			Script
				.json("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},\"metrics\":{\"details\":["
						+ metrics + "]}}")
				.play(exchange);
		};
	}

	// Compressed, it is still more than a kernel takes at once.
	private static Script large(String status) {
		byte[] random = new byte[LENGTH / 4 * 3];
		new Random(4711).nextBytes(random);
		return Script.json("{\"status\":\"" + status + "\",\"run_object\":{\"status\":\"" + status + "\"},\"a\":\""
				+ Base64.getUrlEncoder().encodeToString(random) + "\"}");
	}

	private static Path credentials() {
		try {
			Path file = Files.createTempFile("credentials", ".yaml");
			file.toFile().deleteOnExit();
			return Files.writeString(file, """
					projects:
					  lab: { api-key: hh_lab }
					callers:
					  slow: { tokens: [ { sha256: %s } ], projects: [lab] }
					  quick: { tokens: [ { sha256: %s } ], projects: [lab], role: admin }
					""".formatted(TestTokens.sha256(SLOW), TestTokens.sha256(QUICK)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
