package dev.honeyrelay.api;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller that has the answer already gets none again.
 */
class ConditionalTests {

	private final RunningRelay relay = Stage.shared().relay();

	private final String target = "/v1/runs/" + Stage.shared().newRun() + "/result";

	private String identity;

	private String gzip;

	@BeforeEach
	void readBothRepresentations() {
		this.identity = this.relay.get(this.target).value("ETag");
		this.gzip = this.relay.get(this.target, "Accept-Encoding: gzip").value("ETag");
	}

	@Test
	void theTagsDifferByTheCodingOnly() {
		assertThat(this.identity).matches("\"[A-Za-z0-9_-]{20,}\"");
		assertThat(this.gzip).isEqualTo(this.identity.substring(0, this.identity.length() - 1) + "-gzip\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s", "W/%s", "\"a\", %s", "%s, \"a\"", "\"a\",W/\"b\"  ,  W/%s", "*", " * ", "%s,",
			", %s", "\"a\"\r\nIf-None-Match: %s", "\"x,y\", %s" })
	void aTagThatMatchesSavesTheBody(String field) {
		RawResponse response = this.relay.get(this.target, "If-None-Match: " + field.replace("%s", this.identity));

		assertNotModified(response, this.identity);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"\"", "\"a\"", "W/\"a\"", "\"a\", \"b\"", "garbage", "%1$s-", "w/%s", "W/", "\"",
			"%2$s", "'*'", "\"*\"", "**", "\"a, %s", "\u00e9" })
	void anythingElseDoesNot(String field) {
		RawResponse response = this.relay.get(this.target,
				"If-None-Match: " + field.formatted(bare(this.identity), this.gzip));

		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).startsWith("{\"status\"");
	}

	@Test
	void eachCodingHasATagOfItsOwn() {
		RawResponse matching = this.relay.get(this.target, "Accept-Encoding: gzip", "If-None-Match: " + this.gzip);
		RawResponse other = this.relay.get(this.target, "Accept-Encoding: gzip", "If-None-Match: " + this.identity);

		assertNotModified(matching, this.gzip);
		assertThat(other.status()).isEqualTo(200);
	}

	@Test
	void headIsConditionalToo() {
		assertNotModified(this.relay.send("HEAD", this.target, "If-None-Match: " + this.identity), this.identity);
	}

	@Test
	void aMissCanEndWithoutABodyAsWell() {
		String fresh = "/v1/runs/" + Stage.shared().newRun() + "/result";

		RawResponse response = this.relay.get(fresh, "If-None-Match: *");

		assertThat(response.status()).isEqualTo(304);
		assertThat(response.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(response.value("Age")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "If-Match: \"a\"", "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",
			"If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "Range: bytes=0-3", "Range: bytes=9-1",
			"If-Range: \"a\"\r\nRange: bytes=0-1" })
	void whatTheRelayDoesNotDoIsIgnored(String header) {
		assertThat(this.relay.get(this.target, header).status()).isEqualTo(200);
	}

	@Test
	void theSameBytesHaveTheSameTagInEveryProcess() {
		assertThat(this.relay.get("/v1/runs/ci-1/result").value("ETag")).isEqualTo("\"mSj9-wu4pcFk12sGxoj1fg\"");
	}

	private static void assertNotModified(RawResponse response, String tag) {
		assertThat(response.status()).isEqualTo(304);
		assertThat(response.names()).containsExactly("age", "cache-control", "cache-status", "date", "etag",
				"relay-unchanged-for", "vary", "x-content-type-options", "x-request-id");
		assertThat(response.value("ETag")).isEqualTo(tag);
		assertThat(response.value("Cache-Status")).startsWith("honeyhive-relay; hit; ttl=");
	}

	private static String bare(String tag) {
		return tag.substring(1, tag.length() - 1);
	}

}
