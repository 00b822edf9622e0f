package dev.honeyrelay.api;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answer is JSON, with or without gzip, and says so.
 */
class NegotiationTests {

	private static final String RUN = "negotiated";

	private final RunningRelay relay = Stage.shared().relay();

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "*/*", "application/*", "text/html, */*;q=0.1", "Application/JSON",
			"application/json;q=0.001", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "",
			"application/json; charset=utf-8", "*/*;q=0, application/json", "garbage", "a/b/c", ",,", "text/html; q=x",
			"application/problem+json, */*", "text/html\r\nAccept: application/json" })
	void jsonIsServedToWhoeverDoesNotRefuseIt(String accept) {
		RawResponse response = this.relay.get("/v1/runs/" + RUN, "Accept: " + accept);

		assertThat(response.status()).as("%s", response).isEqualTo(200);
		assertThat(response.value("Content-Type")).isEqualTo("application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "text/html", "text/*", "application/json;q=0", "*/*;q=0", "application/xml",
			"application/json;q=0, */*", "application/*;q=0, */*;q=1", "application/json;q=0.000" })
	void whoeverRefusesItIsTold(String accept) {
		RawResponse response = this.relay.get("/v1/runs/" + RUN, "Accept: " + accept);

		assertThat(response.status()).as("%s", response).isEqualTo(406);
		assertThat(response.value("Content-Type")).isEqualTo("application/problem+json");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "gzip|gzip", "gzip, deflate|gzip", "GZIP|gzip", "x-gzip|gzip", "*|gzip",
					"gzip;q=1.0, identity; q=0.5|gzip", "deflate, gzip;q=0.5|gzip", "br;q=1, gzip;q=0.1|gzip",
					"*;q=0.5, identity;q=0.1|gzip", "gzip;q=0|", "gzip;q=0.5, identity|", "identity|", "br|",
					"deflate, br|", "gzipx|", "*;q=0|", "gzip;q=0, *|", "garbage;;;|", "gzip;q=x|", "gzip;q=2|gzip",
					"identity;q=0|", "gzip;q=0.000|", "gzip ; q=0.8|gzip" })
	void theCodingIsTheOneThatIsAccepted(String accepted, String coding) {
		RawResponse response = this.relay.get("/v1/runs/" + RUN, "Accept-Encoding: " + accepted);

		assertThat(response.value("Content-Encoding")).isEqualTo(coding);
		assertThat(response.text()).isEqualTo(RawUpstream.goodBody(RUN));
		assertThat(response.value("Vary")).isEqualTo(RawResponse.VARY);
	}

	@Test
	void withoutAFieldNothingIsCoded() {
		assertThat(this.relay.get("/v1/runs/" + RUN).value("Content-Encoding")).isNull();
	}

	@Test
	void bothCodingsHaveExactlyTheHeadersOfTheContract() {
		String run = Stage.shared().newRun();
		RawResponse miss = this.relay.get("/v1/runs/" + run + "/result");
		RawResponse hit = this.relay.get("/v1/runs/" + run + "/result", "Accept-Encoding: gzip");

		assertThat(miss.names()).containsExactly("cache-control", "cache-status", "content-length", "content-type",
				"date", "etag", "relay-unchanged-for", "vary", "x-content-type-options", "x-request-id");
		assertThat(hit.names()).containsExactly("age", "cache-control", "cache-status", "content-encoding",
				"content-length", "content-type", "date", "etag", "relay-unchanged-for", "vary",
				"x-content-type-options", "x-request-id");
		assertThat(hit.value("Cache-Control")).isEqualTo("private, no-cache");
		assertThat(hit.value("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(hit.value("Age")).matches("[0-9]+");
		assertThat(hit.value("Cache-Status")).matches("honeyhive-relay; hit; ttl=[0-9]+");
		assertThat(miss.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(hit.body()).hasSize(Integer.parseInt(hit.value("Content-Length")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "abc-1.2_3|true", "x|true", "a b|false", "<x>|false", "{}|false" })
	void aSaneRequestIdIsKept(String id, boolean kept) {
		String said = this.relay.get("/v1/runs/" + RUN, "X-Request-Id: " + id).value("X-Request-Id");

		assertThat(said.equals(id)).isEqualTo(kept);
		assertThat(said).matches("[A-Za-z0-9._-]{1,64}");
	}

	@Test
	void aRequestIdBeyondAllMeasureIsReplaced() {
		assertThat(this.relay.get("/v1/runs/" + RUN, "X-Request-Id: " + "x".repeat(65)).value("X-Request-Id"))
			.hasSizeLessThan(65);
	}

}
