package dev.honeyrelay.upstream;

import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.States;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.upstream.Scripts.error;
import static dev.honeyrelay.upstream.Scripts.inTurn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The status says what a response means, even if its content is of no use.
 */
@Timeout(60)
class StatusFirstTests {

	private static Stage stage;

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.upstream.retry.backoff=1ms", "--relay.upstream.circuit.enabled=false",
				"--relay.cache.max-fresh=1ms", "--relay.cache.min-fresh=1ms", "--relay.cache.first-fresh=1ms");
	}

	@AfterAll
	static void close() {
		stage.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("uselessContents")
	void theStatusCountsWhateverTheContentIs(String name, List<String> rest) {
		String shaky = stage.newRun();
		String forbidden = stage.newRun();
		stage.upstream().on(shaky, inTurn(response("503 Busy", rest), Script.json(RawUpstream.goodBody(shaky))));
		stage.upstream().on(forbidden, response("403 Forbidden", rest));

		assertThat(get(stage, shaky).status()).isEqualTo(200);
		assertThat(stage.upstream().asked(shaky)).hasSize(2);
		ProblemDocument.check(get(stage, forbidden), 502, "upstream-credentials");
		assertThat(stage.upstream().asked(forbidden)).hasSize(1);
		stage.relay().awaitRest();
	}

	@Test
	void aPauseIsAPauseWhateverTheContentIs() {
		try (Stage own = Stage.open()) {
			List<String> brotli = List.of("Content-Encoding: br", "Content-Length: 2", "", "{}");
			own.upstream().on("busy", response("429 Too Many\r\nRetry-After: 1", brotli));
			own.upstream().on("refused", response("401 Unauthorized", brotli));

			RawResponse busy = get(own, "busy");

			ProblemDocument.check(busy, 503, "upstream-rate-limited");
			assertThat(busy.value("Retry-After")).isEqualTo("1");
			States.await(() -> get(own, "other").status() == 200);
			own.upstream().forget();
			ProblemDocument.check(get(own, "refused"), 502, "upstream-credentials");
			ProblemDocument.check(get(own, "another"), 502, "upstream-credentials");
			assertThat(own.upstream().asked()).isOne();
		}
	}

	@Test
	void anAnswerIsConfirmedWhateverCodingThe304Mentions() {
		String kept = stage.newRun();
		String good = RawUpstream.goodBody(kept);
		stage.upstream()
			.on(kept, inTurn(Script.json(good.getBytes(UTF_8), "ETag: \"1\""),
					Script.sends("HTTP/1.1 304 Same", "Content-Encoding: br", "", "")));
		get(stage, kept);

		RawResponse again = get(stage, kept);

		assertThat(again.text()).isEqualTo(good);
		assertThat(again.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=stale; fwd-status=304");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("uselessContents")
	void aRefusalIsAskedOnceWhateverTheContentIs(String name, List<String> rest) {
		String refused = stage.newRun();
		stage.upstream().on(refused, Script.sends(head("422 No", rest)).thenCloses());

		ProblemDocument.check(get(stage, refused), 502, "upstream-failed");
		assertThat(stage.upstream().asked(refused)).hasSize(1);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("uselessContents")
	void theStatusOfAnAnswerThatIsOfNoUseIsTold(String name, List<String> rest) {
		String kept = stage.newRun();
		get(stage, kept);
		stage.upstream().on(kept, Script.sends(head("200 OK", rest)).thenCloses());

		assertThat(get(stage, kept).value("Cache-Status")).contains("fwd=stale; fwd-status=200; ttl=",
				"detail=stale-if-error");
		String never = stage.newRun();
		stage.upstream().on(never, Script.sends(head("200 OK", rest)).thenCloses());
		assertThat(get(stage, never).text()).contains("HoneyHive gave an answer that ");
	}

	@Test
	void theConnectionOfAnErrorThatEndsIsKept() {
		String failing = stage.newRun();
		stage.upstream().on(failing, error("500 Oops"));
		get(stage, failing);
		get(stage, failing);

		assertThat(Scripts.connections(stage.upstream().asked(failing))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-",
			"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX: y", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" })
	void aHeaderThatIsCutIsTriedAgain(String beginning) {
		String cut = stage.newRun();
		LogWatch log = LogWatch.anew();
		stage.upstream()
			.on(cut, inTurn(Script.sends(beginning).thenCloses(), Script.sends(beginning).thenResets(),
					Script.json(RawUpstream.goodBody(cut))));

		assertThat(get(stage, cut).status()).isEqualTo(200);
		assertThat(stage.upstream().asked(cut)).hasSize(3);
		assertThat(log.warnings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "408 Request Timeout", "421 Misdirected Request", "425 Too Early" })
	void whatABalancerSaysInPassingIsTriedAgain(String status) {
		String passing = stage.newRun();
		stage.upstream()
			.on(passing, inTurn(Script.answer(status, "text/html", "<h1>No</h1>"), error(status),
					Script.json(RawUpstream.goodBody(passing))));

		assertThat(get(stage, passing).status()).isEqualTo(200);
		assertThat(stage.upstream().asked(passing)).hasSize(3);
	}

	@Test
	void aStaleAnswerStandsInForWhatIsNotHoneyHivesRefusal() {
		String stale = stage.newRun();
		get(stage, stale);
		stage.upstream().on(stale, Script.answer("422 No", "text/html", "<h1>No</h1>"));

		RawResponse answer = get(stage, stale);

		assertThat(answer.text()).isEqualTo(RawUpstream.goodBody(stale));
		assertThat(answer.value("Cache-Status")).contains("fwd-status=422", "detail=stale-if-error");
	}

	static Stream<Arguments> uselessContents() {
		return Stream.of(content("another coding", "Content-Encoding: br", "Content-Length: 2", "", "{}"),
				content("gzip that is none", "Content-Encoding: gzip", "Content-Length: 2", "", "{}"),
				content("a length beyond the limit", "Content-Length: 99999999", "", "{}"),
				content("never ends", "Content-Length: 50", "", "{"),
				content("a chunk size that is none", "Transfer-Encoding: chunked", "", "zz", ""),
				content("half a chunk", "Transfer-Encoding: chunked", "", "50", "{"),
				content("nothing", "Content-Length: 0", "", ""));
	}

	private static Arguments content(String name, String... lines) {
		return Arguments.of(name, List.of(lines));
	}

	private static Script response(String status, List<String> rest) {
		return Script.sends(head(status, rest));
	}

	private static String head(String status, List<String> rest) {
		return "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", rest);
	}

	private static RawResponse get(Stage stage, String run) {
		return stage.relay().get("/v1/runs/" + run + "/result");
	}

}
