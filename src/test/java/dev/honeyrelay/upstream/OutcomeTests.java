package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Kind;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.body.RunNames;
import dev.honeyrelay.upstream.wire.WireResponse;
import dev.honeyrelay.upstream.wire.WireResponse.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a response of HoneyHive's means: first its status, then its content.
 */
class OutcomeTests {

	private static final Instant ASKED = Instant.parse("2026-11-23T12:00:00Z");

	private static final ApiKey KEY = ApiKey.of("hh_of_outcome_tests");

	private final ByteBudget budget = new ByteBudget(10_000);

	private final HttpHeaders headers = new HttpHeaders();

	private String body = "{\"message\":\"no\"}";

	@ParameterizedTest
	@CsvSource({ "304, INVALID", "401, KEY_REFUSED", "403, KEY_REFUSED", "408, FAILED", "421, FAILED", "425, FAILED",
			"429, RATE_LIMITED", "500, FAILED", "503, FAILED", "599, FAILED", "204, INVALID", "206, INVALID",
			"301, INVALID", "600, INVALID", "199, INVALID" })
	void withoutAnAnswerHoneyHiveIsUnavailable(int status, Kind kind) {
		this.headers.set(HttpHeaders.RETRY_AFTER, "7");

		assertThat(outcome(status)).isEqualTo(new Unavailable(new Outage(kind, status, Duration.ofSeconds(7))));
		assertThat(this.budget.free()).isEqualTo(10_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 402, 405, 409, 422, 499 })
	void aRefusalIsHoneyHivesOwn(int status) {
		assertThat(outcome(status)).isEqualTo(new Rejected("no"));
		this.body = "{\"message\":\"hh_of_outcome_tests\"}";
		assertThat(outcome(status)).isEqualTo(new Rejected(KEY.toString()));
		this.body = "<h1>no</h1>";
		assertThat(outcome(status)).isEqualTo(new Unavailable(Outage.of(Kind.FAILED, status)));
		assertThat(this.budget.free()).isEqualTo(10_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 410 })
	void whatIsGoneIsNotFoundIfHoneyHiveItselfSaysSo(int status) {
		assertThat(outcome(status)).isEqualTo(new NotFound(true));
		this.body = "Not Found";
		assertThat(outcome(status)).isEqualTo(new Unavailable(Outage.of(Kind.FAILED, status)));
	}

	@ParameterizedTest
	@CsvSource({ "200, true", "400, true", "404, true", "410, true", "422, true", "499, true", "401, false",
			"403, false", "408, false", "421, false", "425, false", "429, false", "204, false", "304, false",
			"500, false", "503, false", "301, false" })
	void onlyWhatMaySaySomethingIsReadBeyondItsHeader(int status, boolean read) {
		assertThat(OutcomeReader.needsContent(status)).isEqualTo(read);
	}

	@Test
	void whoAskedForAConfirmationGetsIt() {
		this.headers.set(HttpHeaders.CACHE_CONTROL, "max-age=9");

		UpstreamOutcome outcome = outcome(Operation.RUN, 304, true);

		assertThat(outcome).isInstanceOfSatisfying(NotModified.class, (confirmed) -> {
			assertThat(confirmed.askedAt()).isEqualTo(ASKED);
			assertThat(confirmed.settled()).isNull();
			assertThat(confirmed.touchedAt()).isNull();
			assertThat(confirmed.directives().freshness()).isEqualTo(Duration.ofSeconds(9));
		});
	}

	@Test
	void whatWasLostIsUnavailable() {
		Outage outage = Outage.of(Kind.TIMEOUT);

		assertThat(OutcomeReader.read(Operation.RUN, new WireResponse.Lost(outage, true), false, KEY, RunNames.any()))
			.isEqualTo(new Unavailable(outage));
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=utf-8", "Application/JSON",
			"application/problem+json", "application/vnd.honeyhive.v1+json", "" })
	void jsonByWhateverNameIsAnAnswer(String type) {
		this.headers.set(HttpHeaders.CONTENT_TYPE, type);

		assertThat(outcome(200)).isInstanceOf(Answered.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/json", "application/xml", "json", "application/json/", "*" })
	void anythingElseIsNone(String type) {
		this.headers.set(HttpHeaders.CONTENT_TYPE, type);

		assertThat(outcome(200)).isEqualTo(new Unavailable(Outage.of(Kind.INVALID, 200)));
	}

	@Test
	void whatCallsItselfJsonAndIsNotIsNone() {
		this.body = "{";

		assertThat(outcome(200)).isEqualTo(new Unavailable(Outage.of(Kind.INVALID, 200)));
	}

	@Test
	void anAnswerIsWhatWasSaidAndWhen() {
		this.body = "{\"evaluation\":{\"status\":\"completed\",\"updated_at\":\"2026-11-23T11:00:00Z\"}}";
		this.headers.setETag("\"tag\"");
		this.headers.set(HttpHeaders.CACHE_CONTROL, "max-age=9");

		FetchedResponse seen = seen();

		assertThat(seen.representation().bytes(ContentCoding.IDENTITY)).isEqualTo(this.body.getBytes(UTF_8));
		assertThat(seen.settled()).isTrue();
		assertThat(seen.askedAt()).isEqualTo(ASKED);
		assertThat(seen.touchedAt()).isEqualTo(ASKED.minusSeconds(3600));
		assertThat(seen.directives().freshness()).isEqualTo(Duration.ofSeconds(9));
		assertThat(seen.validator()).isEqualTo("\"tag\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "2026-11-23T11:00:00Z|Mon, 23 Nov 2026 12:00:10 GMT|2026-11-23T10:59:50Z",
					"2026-11-23T11:00:00Z|Mon, 23 Nov 2026 11:30:00 GMT|2026-11-23T11:30:00Z",
					"2026-11-23T11:00:00Z|yesterday|2026-11-23T11:00:00Z",
					"2026-11-23T12:00:05Z|Mon, 23 Nov 2026 12:00:00 GMT|2026-11-23T12:00:00Z",
					"2026-11-23T12:00:00Z|Mon, 23 Nov 2026 12:00:00 GMT|2026-11-23T12:00:00Z",
					"0001-01-01T00:00:00Z|Mon, 23 Nov 2026 12:00:00 GMT|1970-01-01T00:00:00Z" })
	void aTimeOfHoneyHivesIsMovedToTheRelaysClock(String touched, String date, Instant ours) {
		this.body = "{\"evaluation\":{\"updated_at\":\"" + touched + "\"}}";
		this.headers.set(HttpHeaders.DATE, date);

		assertThat(seen().touchedAt()).isEqualTo(ours);
	}

	@Test
	void withoutATimeNoneIsKnown() {
		assertThat(seen().touchedAt()).isNull();
	}

	@Test
	void everyOutcomeHasAWord() {
		assertThat(outcome(200).label()).isEqualTo("answered");
		assertThat(outcome(Operation.RUN, 304, true).label()).isEqualTo("not-modified");
		assertThat(outcome(404).label()).isEqualTo("not-found");
		assertThat(outcome(400).label()).isEqualTo("rejected");
		assertThat(outcome(429).label()).isEqualTo("rate-limited");
	}

	private FetchedResponse seen() {
		UpstreamOutcome outcome = outcome(200);
		assertThat(outcome).isInstanceOf(Answered.class);
		return ((Answered) outcome).seen();
	}

	private UpstreamOutcome outcome(int status) {
		return outcome(Operation.RUN, status, false);
	}

	private UpstreamOutcome outcome(Operation operation, int status, boolean conditional) {
		byte[] bytes = this.body.getBytes(UTF_8);
		Lease lease = this.budget.lease();
		assertThat(lease.take(bytes.length)).isTrue();
		return OutcomeReader.read(operation,
				new Received(status, this.headers, new WireResponse.Body(bytes, lease), ASKED), conditional, KEY,
				RunNames.any());
	}

}
