package dev.honeyrelay.harness;

import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that is true of every refusal.
 */
public final class ProblemDocument {

	private static final JsonMapper JSON = new JsonMapper();

	private ProblemDocument() {
	}

	/**
	 * Checks that {@code response} is the problem {@code slug}, down to the last header.
	 */
	public static void check(RawResponse response, int status, String slug) {
		check(response, status, slug, "");
	}

	/**
	 * Checks the same of a relay whose pages begin with {@code base}.
	 */
	public static void check(RawResponse response, int status, String slug, String base) {
		assertThat(response.status()).as("status of %s", response).isEqualTo(status);
		assertThat(response.value("Content-Type")).isEqualTo("application/problem+json");
		assertThat(response.value("Cache-Control")).isEqualTo("no-store");
		assertThat(response.value("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(response.value("Content-Length")).isEqualTo(Integer.toString(response.body().length));
		assertThat(response.names()).isSubsetOf("allow", "cache-control", "connection", "content-length",
				"content-type", "date", "ratelimit", "ratelimit-policy", "retry-after", "www-authenticate",
				"x-content-type-options", "x-request-id");
		Map<?, ?> document = JSON.readValue(response.body(), Map.class);
		assertThat(document).extracting("type", "status", "statusCode", "success", "errorCode")
			.containsExactly(base + "/problems/" + slug, status, status, false, slug.replace('-', '_'));
		assertThat(document.keySet().stream().map(String::valueOf)).containsExactly("type", "title", "status", "detail",
				"requestId", "statusCode", "message", "success", "errorCode");
		assertThat(document.get("message")).isEqualTo(document.get("title"));
		assertThat(document.get("requestId")).isEqualTo(response.value("X-Request-Id"));
		assertThat(document.get("detail").toString()).isNotBlank();
		ApiSchemas.checkProblem(document);
	}

	/** Returns what is the matter, in words. */
	public static String detail(RawResponse response) {
		return String.valueOf(JSON.readValue(response.body(), Map.class).get("detail"));
	}

}
