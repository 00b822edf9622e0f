package dev.honeyrelay.fastpath;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.fastpath.FastPathRelay.BEARER;
import static dev.honeyrelay.fastpath.FastPathRelay.READER;
import static dev.honeyrelay.fastpath.FastPathRelay.STILL;
import static dev.honeyrelay.fastpath.FastPathRelay.TARGETS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody can tell from an answer which way the request went. A parameter that means
 * nothing makes an equal request one that the fast path has not learnt yet.
 */
class FastPathParityTests {

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
			"Accept: application/*", "Prefer: wait=0, still=0", "Prefer: respond-async", "Accept: garbage",
			"Accept: application/json;q=0, */*", "Cookie: a=b", "Accept: text/html\r\nAccept: application/json",
			"Origin: https://dashboards.example.com", "Sec-Fetch-Mode: cors", "X-HTTP-Method-Override: DELETE",
			"X-Forwarded-For: 10.0.0.1", "Content-Length: 2\r\nConnection: close\r\n\r\n{}", "Connection: close",
			"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

	@ParameterizedTest
	@ValueSource(strings = { "relay.cors.allowed-origins=",
			"relay.cors.allowed-origins=https://dashboards.example.com --relay.gateway.user-header=X-User"
					+ " --relay.gateway.groups-header=X-Groups --relay.gateway.trusted-networks=10.1.2.0/24" })
	void bothWaysLeadToTheSame(String settings) {
		try (RunningRelay relay = FastPathRelay.start((STILL + " --" + settings).split(" "))) {
			LogWatch log = LogWatch.anew();

			List<Pair> pairs = rows(relay).map((row) -> ask(relay, row)).toList();

			assertThat(pairs).hasSizeGreaterThan(250);
			assertThat(pairs).filteredOn((pair) -> !pair.door().equals(pair.controllers())).isEmpty();
			assertThat(pairs).filteredOn((pair) -> !pair.atTheDoor()).hasSizeBetween(50, 120);
			FastPathRelay.awaitThat(() -> told(log, "a").equals(told(log, "b")));
			assertThat(told(log, "a")).hasSizeGreaterThan(200).isEqualTo(told(log, "b"));
		}
	}

	@Test
	void whoKnowsAHeadByHeartSaysTheSame() {
		try (RunningRelay relay = FastPathRelay.start()) {
			HeadCache heads = relay.component(HeadCache.class);
			Map<Row, Set<String>> atTheDoor = new LinkedHashMap<>();
			rows(relay).forEach((row) -> atTheDoor.put(row, plain(row, relay.send(row.request()))));

			List<Row> known = atTheDoor.keySet().stream().filter((row) -> isKnown(row, heads)).toList();

			assertThat(known).hasSizeGreaterThan(180);
			double before = FastPathRelay.answersAhead(relay);
			assertThat(known)
				.allSatisfy((row) -> assertThat(plain(row, relay.send(row.request()))).isEqualTo(atTheDoor.get(row)));
			assertThat(FastPathRelay.answersAhead(relay)).isEqualTo(before + known.size());
		}
	}

	private static boolean isKnown(Row row, HeadCache heads) {
		RequestHeadDigest head = RequestHeadDigest.of(row.request().getBytes(ISO_8859_1));
		return head != null && heads.headOf(head) != null;
	}

	private static Stream<Row> rows(RunningRelay relay) {
		Stream<Row> callers = TARGETS.stream()
			.flatMap((target) -> CREDENTIALS.stream().map((credential) -> new Row("GET", target, credential)));
		String tag = FastPathRelay.get(relay, TARGETS.getFirst(), BEARER).value("ETag");
		String gzipTag = tag.substring(0, tag.length() - 1) + "-gzip\"";
		Stream<Row> forms = Stream.of(tag, gzipTag)
			.flatMap((known) -> CODINGS.stream()
				.flatMap((coding) -> CONDITIONS.stream()
					.map((condition) -> BEARER + "\r\n" + coding + "\r\n" + condition.replace("TAG", known))))
			.map((header) -> new Row("GET", TARGETS.getFirst(), header));
		Stream<Row> oddities = Stream.of("GET", "HEAD")
			.flatMap((method) -> ODDITIES.stream()
				.map((oddity) -> new Row(method, TARGETS.getFirst(), BEARER + "\r\n" + oddity)));
		Stream<Row> methods = Stream.of("HEAD", "POST", "DELETE", "OPTIONS", "TRACE", "get")
			.map((method) -> new Row(method, TARGETS.getFirst(), BEARER));
		return Stream.of(callers, forms, oddities, methods).flatMap((some) -> some).distinct();
	}

	private static Pair ask(RunningRelay relay, Row row) {
		double before = FastPathRelay.answersAhead(relay);
		String unheard = (row.target().contains("?") ? "&" : "?") + "project_id=" + row.id();
		RawResponse controllers = relay.send(row.request(unheard, "b"));
		assertThat(FastPathRelay.answersAhead(relay)).isEqualTo(before);
		RawResponse door = relay.send(row.request("", "a"));
		boolean atTheDoor = FastPathRelay.answersAhead(relay) > before;
		return new Pair(atTheDoor, plain(row, door), plain(row, controllers));
	}

	// Everything but the time of day, seconds that pass, and whose request it was.
	private static Set<String> plain(Row row, RawResponse response) {
		Set<String> plain = new TreeSet<>();
		response.head()
			.stream()
			.filter((line) -> !line.startsWith("Date:"))
			.map((line) -> line.replaceFirst("^(X-Request-Id:) ([ab]-|[0-9a-f]{16}$)", "$1 ")
				.replaceFirst("ttl=\\d+", "ttl=N"))
			.map((line) -> line.replaceFirst("^Age: \\d+", "Age: N"))
			.forEach(plain::add);
		plain.add(row + " -> " + new String(response.body(), ISO_8859_1)
			.replaceFirst("\"requestId\":\"([ab]-|[0-9a-f]{16})", "\"requestId\":\""));
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

	/**
	 * One request.
	 */
	private record Row(String method, String target, String header) {

		String id() {
			return Integer.toHexString(hashCode());
		}

		String request() {
			return RunningRelay.bare(this.method, this.target, this.header);
		}

		String request(String further, String way) {
			return RunningRelay.bare(this.method, this.target + further, "X-Request-Id: " + way + '-' + id(),
					this.header);
		}

	}

	/**
	 * The outcome on the fast path and at the controllers.
	 */
	private record Pair(boolean atTheDoor, Set<String> door, Set<String> controllers) {
	}

}
