package dev.honeyrelay.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody can tell from an answer which way the request went. A parameter that means
 * nothing makes the same question one that the front door has not heard yet.
 */
class FrontDoorTests {

	private static final String READER = "token-of-a-reader-4711";

	private static final String HASTY = "token-of-a-hasty-one-4711";

	private static final String BEARER = "Authorization: Bearer " + READER;

	// Time is no part of the comparison.
	private static final String STILL = "--relay.cache.min-fresh=1h --relay.cache.first-fresh=1h";

	private static final List<String> TARGETS = List.of("/v1/runs/door/result", "/runs/door/summary",
			"/v1/projects/lab/runs/door/result?aggregate_function=sum", "/projects/66f1c0/runs/door/result",
			"/v1/runs/door/compare/other?filters=%7B%7D", "/runs/compare/events?run_id_1=door&run_id_2=other",
			"/v1/runs/door/metrics?project=x", "/v1/runs/door", "/v1/runs/door/schema");

	private static final List<String> CREDENTIALS = List.of(BEARER, "authorization:   bearer   " + READER,
			"Authorization: Basic " + Base64.getEncoder().encodeToString(("any:" + READER).getBytes(ISO_8859_1)),
			BEARER + "\r\nRelay-Project: lab", BEARER + "\r\nRelay-Project: support",
			BEARER + "\r\nRelay-Project: secret", BEARER + "\r\nRelay-Project: nowhere",
			BEARER + "\r\nRelay-Project: lab\r\nRelay-Project: lab", BEARER + "\r\n" + BEARER, BEARER + 'x',
			"Authorization: Digest " + READER, "X-Nothing: at all");

	private static final List<String> CODINGS = List.of("X-Coding: none", "Accept-Encoding: gzip",
			"Accept-Encoding: gzip;q=0", "Accept-Encoding: br, GZIP;q=0.5, identity;q=0.2",
			"Accept-Encoding: identity, gzip;q=0.4", "Accept-Encoding: *",
			"Accept-Encoding: deflate\r\nAccept-Encoding: x-gzip", "Accept-Encoding:", "Accept-Encoding: gzip;q=x");

	private static final List<String> CONDITIONS = List.of("X-Condition: none", "If-None-Match: TAG",
			"If-None-Match: W/TAG", "If-None-Match: \"a\" , TAG", "If-None-Match: \"a\"\r\nIf-None-Match: TAG",
			"If-None-Match: *", "If-None-Match: \"a\"", "If-None-Match: garbage", "If-Match: \"a\"",
			"If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT", "Range: bytes=0-9");

	private static final List<String> ODDITIES = List.of("Accept: image/png", "Accept: text/html, */*;q=0",
			"Accept: application/*", "Accept: garbage", "Accept: application/json;q=0, */*", "Cookie: a=b",
			"Accept: text/html\r\nAccept: application/json", "Origin: https://dashboards.example.com",
			"Sec-Fetch-Mode: cors", "X-HTTP-Method-Override: DELETE", "X-Forwarded-For: 10.0.0.1",
			"Content-Length: 2\r\nConnection: close\r\n\r\n{}", "Connection: close",
			"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

	@ParameterizedTest
	@ValueSource(strings = { "relay.cors.allowed-origins=",
			"relay.cors.allowed-origins=https://dashboards.example.com --relay.gateway.user-header=X-User"
					+ " --relay.gateway.groups-header=X-Groups --relay.gateway.trusted-networks=10.1.2.0/24" })
	void bothWaysLeadToTheSame(String settings) {
		try (RunningRelay relay = start((STILL + " --" + settings).split(" "))) {
			LogWatch log = LogWatch.anew();

			List<Pair> pairs = rows(relay).map((row) -> ask(relay, row)).toList();

			assertThat(pairs).hasSizeGreaterThan(250);
			assertThat(pairs).filteredOn((pair) -> !pair.door().equals(pair.controllers())).isEmpty();
			assertThat(pairs).filteredOn((pair) -> !pair.atTheDoor()).hasSizeBetween(50, 120);
			awaitThat(() -> told(log, "a").equals(told(log, "b")));
			assertThat(told(log, "a")).hasSizeGreaterThan(200).isEqualTo(told(log, "b"));
		}
	}

	@Test
	void whoeverIsBeyondALimitIsToldSo() {
		try (RunningRelay relay = start()) {
			double before = answersAhead(relay);
			List<Integer> statuses = new ArrayList<>();
			for (int asked = 0; asked < 10; asked++) {
				statuses.add(get(relay, TARGETS.getFirst(), "Authorization: Bearer " + HASTY).status());
			}

			assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200, 429, 429, 429, 429);
			assertThat(answersAhead(relay)).isEqualTo(before + 6);
		}
	}

	@Test
	void whatIsNoLongerStoredOrFreshIsAskedForAsEver() {
		try (RunningRelay relay = start("--relay.cache.max-fresh=1s")) {
			awaitThat(() -> get(relay, TARGETS.getFirst(), BEARER).value("Cache-Status").contains("fwd=stale"));
			double before = answersAhead(relay);

			assertThat(before).isPositive();
			assertThat(get(relay, TARGETS.getFirst(), BEARER).value("Cache-Status")).contains("; hit;");
			assertThat(answersAhead(relay)).isEqualTo(before + 1);
		}
	}

	@Test
	void whatIsSentTogetherIsAnsweredInOrder() throws IOException {
		try (RunningRelay relay = start(); RawCaller caller = relay.connect()) {
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
	void thePortOfTheOperatorIsNoWayIn() {
		try (RunningRelay relay = start()) {
			double before = answersAhead(relay);

			assertThat(relay.atManagement(RunningRelay.bare("GET", TARGETS.getFirst(), BEARER)).status())
				.isEqualTo(404);
			assertThat(answersAhead(relay)).isEqualTo(before);
		}
	}

	private static Stream<Row> rows(RunningRelay relay) {
		Stream<Row> callers = TARGETS.stream()
			.flatMap((target) -> CREDENTIALS.stream().map((credential) -> new Row("GET", target, credential)));
		String tag = get(relay, TARGETS.getFirst(), BEARER).value("ETag");
		String gzipTag = tag.substring(0, tag.length() - 1) + "-gzip\"";
		Stream<Row> forms = Stream.of(tag, gzipTag)
			.flatMap((known) -> CODINGS.stream()
				.flatMap((coding) -> CONDITIONS.stream()
					.map((condition) -> BEARER + "\r\n" + coding + "\r\n" + condition.replace("TAG", known))))
			.map((header) -> new Row("GET", TARGETS.getFirst(), header));
		Stream<Row> oddities = Stream.of("GET", "HEAD")
			.flatMap((method) -> ODDITIES.stream()
				.map((oddity) -> new Row(method, TARGETS.getLast(), BEARER + "\r\n" + oddity)));
		Stream<Row> methods = Stream.of("HEAD", "POST", "DELETE", "OPTIONS", "TRACE", "get")
			.map((method) -> new Row(method, TARGETS.getFirst(), BEARER));
		return Stream.of(callers, forms, oddities, methods).flatMap((some) -> some).distinct();
	}

	private static Pair ask(RunningRelay relay, Row row) {
		double before = answersAhead(relay);
		String unheard = (row.target().contains("?") ? "&" : "?") + "project_id=" + row.id();
		RawResponse controllers = relay.send(row.request(unheard, "b"));
		assertThat(answersAhead(relay)).isEqualTo(before);
		RawResponse door = relay.send(row.request("", "a"));
		boolean atTheDoor = answersAhead(relay) > before;
		return new Pair(atTheDoor, plain(row, door), plain(row, controllers));
	}

	// Everything but the time of day, seconds that pass, and whose request it was.
	private static Set<String> plain(Row row, RawResponse response) {
		Set<String> plain = new TreeSet<>();
		response.head()
			.stream()
			.filter((line) -> !line.startsWith("Date:"))
			.map((line) -> line.replaceFirst("^(X-Request-Id:) [ab]-", "$1 ").replaceFirst("ttl=\\d+", "ttl=N"))
			.map((line) -> line.replaceFirst("^Age: \\d+", "Age: N"))
			.forEach(plain::add);
		plain.add(row + " -> "
				+ new String(response.body(), ISO_8859_1).replaceFirst("\"requestId\":\"[ab]-", "\"requestId\":\""));
		return plain;
	}

	private static List<String> told(LogWatch log, String way) {
		return log.lines()
			.stream()
			.filter((line) -> line.contains("dev.honeyrelay.audit") && line.contains("request_id=" + way + '-'))
			.map((line) -> line.replaceFirst("duration_ms=\"[0-9.E-]+\"", "").replaceFirst("request_id=[ab]-", ""))
			.sorted()
			.toList();
	}

	private static RunningRelay start(String... settings) {
		List<String> arguments = new ArrayList<>(
				List.of("--relay.credentials=" + credentials(), "--relay.cache.refresh-ahead=0"));
		arguments.addAll((settings.length > 0) ? List.of(settings) : List.of(STILL.split(" ")));
		RunningRelay relay = RunningRelay.start(RawUpstream.start().baseUrl(), arguments.toArray(String[]::new));
		for (String target : TARGETS) {
			// The first stores the answer, the second makes the target known.
			get(relay, target, BEARER);
			get(relay, target, BEARER);
			get(relay, target, BEARER + "\r\nRelay-Project: support");
		}
		return relay;
	}

	private static Path credentials() {
		try {
			Path file = Files.createTempFile("credentials", ".yaml");
			file.toFile().deleteOnExit();
			return Files.writeString(file, """
					projects:
					  lab: { id: 66f1c0, api-key: hh_lab }
					  support: { api-key: hh_support }
					  secret: { api-key: hh_secret }
					callers:
					  reader: { tokens: [ { sha256: %s } ], projects: [lab, support] }
					  hasty: { tokens: [ { sha256: %s } ], projects: [lab], requests-per-minute: 6 }
					""".formatted(TestTokens.sha256(READER), TestTokens.sha256(HASTY)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RawResponse get(RunningRelay relay, String target, String header) {
		return relay.send(RunningRelay.bare("GET", target, header));
	}

	private static double answersAhead(RunningRelay relay) {
		return relay.component(MeterRegistry.class).get("relay.answers.ahead").functionCounter().count();
	}

	private static void awaitThat(BooleanSupplier state) {
		long end = System.nanoTime() + 10_000_000_000L;
		while (!state.getAsBoolean()) {
			assertThat(System.nanoTime()).as("patience").isLessThan(end);
			Thread.onSpinWait();
		}
	}

	/**
	 * One request.
	 */
	private record Row(String method, String target, String header) {

		String id() {
			return Integer.toHexString(hashCode());
		}

		String request(String further, String way) {
			return RunningRelay.bare(this.method, this.target + further, "X-Request-Id: " + way + '-' + id(),
					this.header);
		}

	}

	/**
	 * What came of it at the front door and at the controllers.
	 */
	private record Pair(boolean atTheDoor, Set<String> door, Set<String> controllers) {
	}

}
