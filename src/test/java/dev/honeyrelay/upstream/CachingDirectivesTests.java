package dev.honeyrelay.upstream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What HoneyHive's word on caching comes to for two readers in a row. Where a line has
 * <code>{-60}</code>, the date of so many seconds from now stands.
 */
@Timeout(60)
class CachingDirectivesTests {

	private static final Stage STAGE = open();

	private static final Stage IGNORANT = open("--relay.cache.upstream-directives=ignore");

	private static final DateTimeFormatter HTTP = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	@AfterAll
	static void close() {
		STAGE.close();
		IGNORANT.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cache-Control: max-age=99999999999", "Cache-Control: max-age=60; Age: 0, 7200",
			"Cache-Control: max-age=60; Age: x", "Age: -1", "Cache-Control: max-age=60; Age: 30; Date: {0}",
			"Expires: {60}", "Expires: {60}; Date: {0}", "Expires: Thursday, 18-Aug-50 02:01:18 GMT",
			"Expires: Thu Aug 18 02:01:18 2050", "Date: {-7200}", "Cache-Control: must-revalidate",
			"Cache-Control: x=\"no-store, private\"", "Vary: Accept", "Vary: User-Agent, Cookie, Origin, X-Anything",
			"Cache-Control: max-age=60; Date: {3600}" })
	void aFreshAnswerIsServedAgain(String lines) {
		String run = answering(STAGE, lines);

		assertThat(cacheStatus(STAGE, run)).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(cacheStatus(STAGE, run)).startsWith("honeyhive-relay; hit; ttl=");
		assertThat(STAGE.upstream().asked(run)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cache-Control: max-age=3600; Age: 99999999999",
			"Cache-Control: max-age=3600; Age: 7200, 0", "Cache-Control: max-age=3600; Age: 7200; Age: 0",
			"Cache-Control: max-age=x; Age: 0", "Cache-Control: max-age=3600; Date: {-7200}", "Age: 99999999999",
			"Age: 7200", "Expires: 0", "Expires: {-60}", "Expires: {30}; Age: 60; Date: {0}",
			"Expires: Thu, 18 Aug 2050 2:01:18 GMT", "Expires: Saturday, 18-Aug-90 02:01:18 GMT",
			"Expires: Sun Nov  1 12:01:00 1998", "Cache-Control: max-age=60, x=\"",
			"Cache-Control: no-cache, max-age=60", "Cache-Control: s-maxage=0, max-age=60", "Cache-Control: MAX-AGE=0",
			"Cache-Control: max-age=60; Cache-Control: max-age=0" })
	void aStaleAnswerIsAskedForAgain(String lines) {
		String run = answering(STAGE, lines);

		assertThat(cacheStatus(STAGE, run)).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(cacheStatus(STAGE, run)).isEqualTo("honeyhive-relay; fwd=stale; fwd-status=200; stored");
		run = answering(IGNORANT, lines);
		cacheStatus(IGNORANT, run);
		assertThat(cacheStatus(IGNORANT, run)).startsWith("honeyhive-relay; hit; ttl=");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Cache-Control: no-store|no-store", "Cache-Control: private|private",
			"Cache-Control: PRIVATE, max-age=60|private", "Cache-Control: private=\"Set-Cookie\"|private",
			"Cache-Control: max-age=60; Cache-Control: private|private", "Vary: *|vary", "Vary: Accept, *|vary" })
	void whatMustNotBeStoredIsNotStored(String lines, String detail) {
		String run = answering(STAGE, lines);

		assertThat(cacheStatus(STAGE, run)).isEqualTo("honeyhive-relay; fwd=miss; stored=?0; detail=" + detail);
		assertThat(cacheStatus(STAGE, run)).isEqualTo("honeyhive-relay; fwd=miss; stored=?0; detail=" + detail);
		run = answering(IGNORANT, lines);
		assertThat(cacheStatus(IGNORANT, run)).isEqualTo("honeyhive-relay; fwd=miss; stored");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1_250, 30_000 })
	void aLongArgumentIsAnArgument(int length) {
		String run = answering(STAGE, "Cache-Control: private=\"" + "\\a".repeat(length / 2) + "\", max-age=60");

		assertThat(cacheStatus(STAGE, run)).isEqualTo("honeyhive-relay; fwd=miss; stored=?0; detail=private");
	}

	@ParameterizedTest
	@ValueSource(strings = { "must-revalidate, max-age=0", "proxy-revalidate, max-age=0", "s-maxage=0", "no-cache",
			"no-cache=\"X\"", "Max-Age=0, Must-Revalidate", "s-maxage=x" })
	void noStaleAnswerStandsInWhereThatIsForbidden(String cacheControl) {
		String run = answering(STAGE, "Cache-Control: " + cacheControl);
		cacheStatus(STAGE, run);
		STAGE.upstream().on(run, Script.answer("503 Busy", "text/plain", "no"));

		RawResponse refused = get(STAGE, run);

		assertThat(refused.status()).isEqualTo(502);
		assertThat(refused.text()).contains("/problems/upstream-failed");
		assertThat(ProblemDocument.detail(refused))
			.contains("A stale answer is stored, and HoneyHive forbids to serve it.");
		assertThat(refused.value("Cache-Status"))
			.isEqualTo("honeyhive-relay; fwd=stale; fwd-status=503; detail=must-revalidate");
		run = answering(IGNORANT, "Cache-Control: " + cacheControl);
		cacheStatus(IGNORANT, run);
		assertThat(cacheStatus(IGNORANT, run)).startsWith("honeyhive-relay; hit; ");
	}

	@Test
	void elsewhereOneDoes() {
		String run = answering(STAGE, "Cache-Control: max-age=0");
		cacheStatus(STAGE, run);
		STAGE.upstream().on(run, Script.answer("503 Busy", "text/plain", "no"));

		assertThat(cacheStatus(STAGE, run)).startsWith("honeyhive-relay; fwd=stale; fwd-status=503; ttl=")
			.endsWith("; detail=stale-if-error");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Age: 30; Cache-Control: max-age=60|30", "Age: 30, 5|30",
			"Age: 30; Date: {-50}|50", "Date: {-50}; Cache-Control: max-age=3600|50", "Age: 0|0" })
	void theAgeOfAnAnswerBeginsBeforeItComes(String lines, int age) {
		String run = answering(STAGE, lines);
		assertThat(get(STAGE, run).values("Age")).isEmpty();

		RawResponse again = get(STAGE, run);

		assertThat(Integer.parseInt(again.value("Age"))).isBetween(age, age + 3);
		assertThat(again.value("Cache-Status")).containsPattern("; hit; ttl=[0-9]+$");
		run = answering(IGNORANT, lines);
		get(IGNORANT, run);
		assertThat(Integer.parseInt(get(IGNORANT, run).value("Age"))).isBetween(0, 3);
	}

	@Test
	void whatAConfirmationForbidsIsToldAndCounted() {
		String run = answering(STAGE, "ETag: \"a\"; Cache-Control: max-age=0");
		cacheStatus(STAGE, run);
		confirming(run, "Cache-Control: no-store");
		double before = vetoes("no-store");

		assertThat(cacheStatus(STAGE, run))
			.isEqualTo("honeyhive-relay; fwd=stale; fwd-status=304; stored=?0; detail=no-store");

		assertThat(vetoes("no-store")).isEqualTo(before + 1);
		assertThat(cacheStatus(STAGE, answeringAs(STAGE, run, "X: y"))).isEqualTo("honeyhive-relay; fwd=miss; stored");
	}

	@Test
	void aConfirmationReplacesTheFieldsThatItHas() {
		String run = answering(STAGE, "ETag: \"a\"; Cache-Control: max-age=0; Age: 5");
		cacheStatus(STAGE, run);
		confirming(run, "Age: 40");

		RawResponse confirmed = get(STAGE, run);
		assertThat(confirmed.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=stale; fwd-status=304");
		assertThat(Integer.parseInt(confirmed.value("Age"))).isBetween(40, 43);
		assertThat(cacheStatus(STAGE, run)).isEqualTo("honeyhive-relay; fwd=stale; fwd-status=304");
		confirming(run, "Cache-Control: max-age=0, must-revalidate");
		cacheStatus(STAGE, run);
		STAGE.upstream().on(run, Script.answer("503 Busy", "text/plain", "no"));
		assertThat(get(STAGE, run).status()).isEqualTo(502);
		confirming(run, "X: y");
		assertThat(get(STAGE, run).status()).isEqualTo(200);
		STAGE.upstream().on(run, Script.answer("503 Busy", "text/plain", "no"));
		assertThat(get(STAGE, run).status()).isEqualTo(502);
	}

	@Test
	void whatHoneyHiveForbidsIsLoggedOnceForEachDirective() {
		try (Stage stage = open()) {
			LogWatch log = LogWatch.anew();
			for (String directive : Stream.of("no-store", "private", "must-revalidate", "s-maxage=60").toList()) {
				for (int i = 0; i < 3; i++) {
					cacheStatus(stage, answering(stage, "Cache-Control: " + directive));
				}
			}

			assertThat(log.warnings()).hasSize(4)
				.allMatch((line) -> line.contains("relay.cache.upstream-directives=ignore"));
			assertThat(log.warnings().get(0)).contains("forbids storing", "project=\"default\"",
					"directive=\"no-store\"");
			assertThat(log.warnings().get(1)).contains("forbids storing", "directive=\"private\"");
			assertThat(log.warnings().get(2)).contains("forbids stale answers", "directive=\"must-revalidate\"");
			assertThat(log.warnings().get(3)).contains("forbids stale answers", "directive=\"s-maxage\"");
		}
	}

	private static Stage open(String... settings) {
		return Stage.open(Stream
			.concat(Stream.of("--relay.upstream.retry.max-attempts=1", "--relay.upstream.circuit.enabled=false",
					"--relay.cache.refresh-ahead=0", "--relay.cache.min-fresh=10s"), Stream.of(settings))
			.toArray(String[]::new));
	}

	private static String answering(Stage stage, String lines) {
		return answeringAs(stage, stage.newRun(), lines);
	}

	private static String answeringAs(Stage stage, String run, String lines) {
		byte[] body = RawUpstream.goodBody(run).getBytes(StandardCharsets.UTF_8);
		stage.upstream().on(run, Script.json(body, dated(lines)));
		return run;
	}

	private static void confirming(String run, String lines) {
		STAGE.upstream()
			.on(run, Script.sends("HTTP/1.1 304 Not Modified", "ETag: \"a\"", String.join("\r\n", dated(lines)), "",
					""));
	}

	private static String[] dated(String lines) {
		String dated = Pattern.compile("\\{(-?[0-9]+)\\}")
			.matcher(lines)
			.replaceAll((seconds) -> HTTP.format(Instant.now().plusSeconds(Long.parseLong(seconds.group(1)))));
		return dated.split("; ");
	}

	private static String cacheStatus(Stage stage, String run) {
		return get(stage, run).value("Cache-Status");
	}

	private static RawResponse get(Stage stage, String run) {
		return stage.relay().get("/v1/runs/" + run + "/result");
	}

	private static double vetoes(String reason) {
		return STAGE.relay()
			.component(MeterRegistry.class)
			.get("relay.cache.vetoes")
			.tag("reason", reason)
			.functionCounter()
			.count();
	}

}
