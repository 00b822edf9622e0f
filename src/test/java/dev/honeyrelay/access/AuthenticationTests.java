package dev.honeyrelay.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.harness.RunningRelay.TOKEN;
import static dev.honeyrelay.harness.RunningRelay.bare;
import static dev.honeyrelay.harness.RunningRelay.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets in, and what those are told who do not.
 */
class AuthenticationTests {

	private static final String BEARER = "Bearer realm=\"honeyhive-relay\"";

	private static final String BASIC = "Basic realm=\"honeyhive-relay\", charset=\"UTF-8\"";

	private static final String RESULT = "/v1/runs/{run}/result";

	@ParameterizedTest(name = "{0}")
	@MethodSource("strangers")
	void strangersLearnNothing(Case situation) throws Exception {
		Stage.shared().play(situation.gives(401, "unauthenticated").with("WWW-Authenticate", BASIC, BEARER));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("welcome")
	void theTokenMayComeInSeveralWays(Case situation) throws Exception {
		Stage.shared().play(situation.isGood());
	}

	@ParameterizedTest
	@ValueSource(strings = { "cors", "no-cors", "same-origin", "websocket", "Navigate" })
	void aScriptRaisesNoLogInBox(String mode) throws Exception {
		Stage.shared()
			.play(Case.caller(mode, bare("GET", RESULT, "Sec-Fetch-Mode: " + mode))
				.gives(401, "unauthenticated")
				.with("WWW-Authenticate", BEARER));
	}

	@Test
	void aBrowserThatNavigatesMayAskForThePassword() throws Exception {
		Stage.shared()
			.play(Case.caller("navigate", bare("GET", RESULT, "Sec-Fetch-Mode: navigate"))
				.gives(401, "unauthenticated")
				.with("WWW-Authenticate", BASIC, BEARER));
	}

	@Test
	void everyRefusalReadsTheSame() {
		RunningRelay relay = Stage.shared().relay();
		String id = "X-Request-Id: same";

		RawResponse without = relay.send(bare("GET", "/v1/runs/a/result", id));
		RawResponse wrong = relay.send(bare("GET", "/nothing?here", id, "Authorization: Bearer wrong"));
		RawResponse stored = relay.send(bare("DELETE", "/v1/runs/" + knownRun() + "/result", id));

		assertThat(wrong.text()).isEqualTo(without.text());
		assertThat(stored.text()).isEqualTo(without.text());
	}

	@Test
	void aHeadRequestIsRefusedWithoutABody() throws Exception {
		Stage.shared()
			.play(Case.caller("HEAD", bare("HEAD", RESULT))
				.when((response) -> assertThat(response.status()).isEqualTo(401))
				.with("Content-Type", "application/problem+json")
				.with("WWW-Authenticate", BASIC, BEARER));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/livez", "/readyz", "/docs", "/openapi.json", "/problems/forbidden", "/" })
	void whatIsOpenLooksAtNoCredential(String path) {
		RunningRelay relay = Stage.shared().relay();

		assertThat(
				Stream.of("X: y", "Authorization: Bearer wrong", "Authorization: Basic eDp5", "Authorization: nonsense",
						"Authorization: Bearer a\r\nAuthorization: Bearer b", "Authorization: Bearer " + TOKEN))
			.allSatisfy((line) -> assertThat(relay.send(bare("GET", path, line)).status()).isEqualTo(200));
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "TRACE" })
	void onlyBalancersQuestionsAreAnsweredAtTheRoot(String method) {
		RunningRelay relay = Stage.shared().relay();

		ProblemDocument.check(relay.send(bare(method, "/")), 401, "unauthenticated");
		ProblemDocument.check(relay.send(request(method, "/")), 405, "method-not-allowed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/prometheus", "/actuator/health", "/actuator/env", "/admin/cache",
			"/v1/runs", "/error", "/livezz", "/problems/a/b", "/docs/x", "/LIVEZ" })
	void nothingElseAnswersWithoutACredential(String path) {
		ProblemDocument.check(Stage.shared().relay().send(bare("GET", path)), 401, "unauthenticated");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/prometheus", "/actuator/health", "/actuator/env", "/error", "/v1",
			"/v2/runs/a/result", "/index.html", "/favicon.ico", "/v1/runs/a/result/x", "/login", "/logout" })
	void whatIsNotThereIsNotFound(String path) {
		ProblemDocument.check(Stage.shared().relay().get(path), 404, "not-found");
	}

	static Stream<Case> strangers() {
		return Stream
			.of("", "Authorization:", "Authorization: Bearer", "Authorization: Bearer ", "Authorization: Bearer wrong",
					"Authorization: Bearer " + TOKEN + "x", "Authorization: Bearer x" + TOKEN,
					"Authorization: Bearer " + TOKEN + ", Bearer " + TOKEN, "Authorization: " + TOKEN,
					"Authorization: Token " + TOKEN, "Authorization: Bearer" + TOKEN,
					"Authorization: Bearer " + TOKEN.toUpperCase(java.util.Locale.ROOT),
					"Authorization: Bearer " + "x".repeat(8192), "Authorization: Bearer \u00e9\u00ff",
					"Authorization: Basic", "Authorization: Basic !!!", "Authorization: Basic " + base64("a:wrong"),
					"Authorization: Basic " + base64(TOKEN), "Authorization: Basic " + base64(TOKEN + ":"),
					"Authorization: Basic " + base64("a:" + TOKEN + ":"), "Authorization: Basic " + TOKEN,
					"Authorization: Digest username=\"a\"", "Authorization: Negotiate YII=",
					"Authorization: Bearer " + TOKEN + "\r\nAuthorization: Bearer " + TOKEN,
					"Authorization: Bearer wrong\r\nAuthorization: Bearer " + TOKEN, "X-Authorization: Bearer " + TOKEN,
					"Proxy-Authorization: Bearer " + TOKEN, "Cookie: token=" + TOKEN, "X-Api-Key: " + TOKEN,
					"Authorization: Bearer " + RunningRelay.KEY)
			.map((line) -> Case.caller('<' + line + '>', bare("GET", RESULT, line)));
	}

	static Stream<Case> welcome() {
		return Stream
			.of("Bearer " + TOKEN, "bearer " + TOKEN, "BEARER   " + TOKEN + "  ", "Basic " + base64("anybody:" + TOKEN),
					"basic " + base64(":" + TOKEN), "Basic " + base64("\u00e9:" + TOKEN))
			.map((value) -> Case.caller(value, bare("GET", RESULT, "Authorization: " + value)));
	}

	@Test
	void aTokenInTheQueryIsNoCredential() throws Exception {
		Stage.shared()
			.play(Case.caller("in the query", bare("GET", RESULT + "?access_token=" + TOKEN + "&token=" + TOKEN))
				.gives(401, "unauthenticated"));
	}

	private static String knownRun() {
		String run = Stage.shared().newRun();
		assertThat(Stage.shared().relay().get("/v1/runs/" + run + "/result").status()).isEqualTo(200);
		return run;
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
