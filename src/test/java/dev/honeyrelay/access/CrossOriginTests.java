package dev.honeyrelay.access;

import java.util.List;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What scripts of other pages may read.
 */
class CrossOriginTests {

	private static final String PATH = "/v1/runs/cors/result";

	private static final String ORIGIN = "Origin: https://dashboards.example.com";

	private static final String STRANGE = "Origin: https://elsewhere.example.com";

	private static final String WANTED = "Access-Control-Request-Method: GET";

	private static final Stage STAGE = Stage.open("--relay.cors.allowed-origins=https://dashboards.example.com");

	private final RunningRelay relay = STAGE.relay();

	@AfterAll
	static void close() {
		STAGE.close();
	}

	@Test
	void aPreflightOfAnAllowedPageNeedsNoCredential() {
		RawResponse response = this.relay
			.send(bare("OPTIONS", PATH, ORIGIN, WANTED, "Access-Control-Request-Headers: authorization,relay-project"));

		assertThat(response.status()).isEqualTo(204);
		assertThat(response.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
		assertThat(response.value("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD");
		assertThat(response.value("Access-Control-Allow-Headers")).contains("Authorization", "Relay-Project",
				"If-None-Match");
		assertThat(response.value("Access-Control-Allow-Credentials")).isNull();
		assertThat(response.values("Vary")).contains("Origin");
	}

	@Test
	void anAllowedPageReadsTheAnswersHeader() {
		RawResponse response = this.relay.get(PATH, ORIGIN);

		assertThat(response.status()).isEqualTo(200);
		assertThat(response.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
		assertThat(List.of(response.value("Access-Control-Expose-Headers").split(", "))).contains("ETag",
				"Cache-Status", "Age", "X-Request-Id", "Retry-After", "RateLimit");
		assertThat(response.value("Vary")).isEqualTo("Accept-Encoding, Authorization, Relay-Project, Origin");
		RawResponse unchanged = this.relay.get(PATH, ORIGIN, "If-None-Match: *");
		assertThat(unchanged.status()).isEqualTo(304);
		assertThat(unchanged.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
	}

	@Test
	void anAllowedPageMaySeeWhyItIsRefused() {
		RawResponse response = this.relay.send(bare("GET", PATH, ORIGIN, "Sec-Fetch-Mode: cors"));

		assertThat(response.status()).isEqualTo(401);
		assertThat(response.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
	}

	@Test
	void otherPagesAreTreatedAsIfThereWereNoCors() {
		RawResponse preflight = this.relay.send(bare("OPTIONS", PATH, STRANGE, WANTED));
		RawResponse read = this.relay.get(PATH, STRANGE);
		RawResponse without = this.relay.get(PATH);

		assertThat(preflight.status()).isEqualTo(401);
		assertThat(read.status()).isEqualTo(200);
		assertThat(List.of(preflight, read, without)).allSatisfy((response) -> {
			assertThat(response.names()).noneMatch((name) -> name.startsWith("access-control"));
			assertThat(response.value("Vary")).endsWith("Origin");
		});
	}

	@Test
	void withoutTheSettingNobodyHasHeardOfIt() {
		RunningRelay plain = Stage.shared().relay();
		RawResponse read = plain.get(PATH, ORIGIN);

		ProblemDocument.check(plain.send(bare("OPTIONS", PATH, ORIGIN, WANTED)), 401, "unauthenticated");
		ProblemDocument.check(plain.send("OPTIONS", PATH, ORIGIN, WANTED), 405, "method-not-allowed");
		assertThat(read.status()).isEqualTo(200);
		assertThat(read.names()).noneMatch((name) -> name.startsWith("access-control"));
		assertThat(read.value("Vary")).isEqualTo("Accept-Encoding, Authorization, Relay-Project");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "dashboards.example.com", "https://a.example.com/", "https://*.example.com",
			"https://A.example.com", "ftp://a.example.com", "" })
	void whatIsNoOriginStopsTheStart(String origin) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CorsProperties(List.of(origin)))
			.withMessageStartingWith("relay.cors.allowed-origins must be");
	}

}
