package dev.honeyrelay.upstream;

import java.util.List;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.upstream.Scripts.inTurn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * HoneyHive, or who answers for it, says one answer twice, or the answer to another
 * question. Nobody is shown another run's numbers, and nothing wrong is stored.
 */
class MisaddressedAnswerTests {

	private static Stage stage;

	private String one = "";

	private String two = "";

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.upstream.retry.backoff=1ms", "--relay.upstream.circuit.enabled=false",
				"--relay.cache.refresh-ahead=0");
	}

	@AfterAll
	static void close() {
		stage.close();
	}

	@BeforeEach
	void newRuns() {
		this.one = stage.newRun();
		this.two = stage.newRun();
	}

	@ParameterizedTest
	@CsvSource({ "run_object, result", "evaluation, ''" })
	void anAnswerSaidTwiceIsNotTheNextOnes(String place, String path) {
		stage.upstream().on(this.one, Script.json(body(place, this.one)));
		stage.upstream().on(this.two, inTurn(Script.json(body(place, this.one)), Script.json(body(place, this.two))));
		get(this.one, path);
		double before = refuted();
		LogWatch log = LogWatch.anew();

		assertThat(get(this.two, path).text()).isEqualTo(body(place, this.two));
		assertThat(get(this.two, path).value("Cache-Status")).startsWith("honeyhive-relay; hit");
		assertThat(stage.upstream().asked(this.two)).hasSize(2);
		assertThat(Scripts.connections(stage.upstream().asked(this.two))).hasSize(2);
		assertThat(refuted()).isEqualTo(before + 1);
		assertThat(log.warnings()).singleElement().asString().contains("upstream answered another question");
	}

	@Test
	void aComparisonIsAboutBothOfItsRuns() {
		stage.upstream()
			.on(this.one,
					inTurn(Script.json(comparison(this.one, "third")), Script.json(comparison(this.one, this.two))));

		RawResponse answer = stage.relay().get("/v1/runs/" + this.one + "/compare-with/" + this.two);

		assertThat(answer.text()).isEqualTo(comparison(this.one, this.two));
	}

	@Test
	void theRecordOfARunIsNoResultOfAnother() {
		stage.upstream()
			.on(this.two, inTurn(Script.json(body("evaluation", this.one)), Script.json(body("run_object", this.two))));

		assertThat(get(this.two, "result").text()).isEqualTo(body("run_object", this.two));
	}

	@Test
	void keptConnectionsAreNotUsedAgainOnceOneWasOutOfStep() {
		get(this.one, "result");
		stage.upstream()
			.on(this.two, inTurn(Script.json(body("run_object", this.one)), Script.json(body("run_object", this.two))));
		get(this.two, "result");
		String third = stage.newRun();
		get(third, "result");

		assertThat(connectionOf(third)).isNotIn(connectionOf(this.one), connectionOf(this.two));
	}

	@Test
	void whatHoneyHiveSaysAgainCountsAndIsToldOnce() {
		try (Stage own = Stage.open("--relay.cache.refresh-ahead=0")) {
			own.upstream().onOthers(Script.json(body("run_object", "its-real-name")));
			LogWatch log = LogWatch.anew();

			assertThat(own.relay().get("/v1/runs/alias/result").text()).contains("its-real-name");
			assertThat(own.relay().get("/v1/runs/alias/result").value("Cache-Status")).contains("hit");
			assertThat(own.relay().get("/v1/runs/another/result").status()).isEqualTo(200);
			assertThat(own.upstream().asked("alias")).hasSize(2);
			assertThat(log.warnings()).isEmpty();
			assertThat(log.lines()).filteredOn((line) -> line.contains("upstream names a run otherwise")).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"run_object\":{\"run_id\":null,\"id\":17}}", "{\"run_object\":[\"other\"]}",
			"{\"run_object\":{\"other\":{\"run_id\":\"x\"}}}", "{}" })
	void whatNamesNoRunIsBelieved(String body) {
		stage.upstream().on(this.one, Script.json(body));

		assertThat(get(this.one, "result").text()).isEqualTo(body);
		assertThat(stage.upstream().asked(this.one)).hasSize(1);
	}

	@Test
	void oneOfTwoNamesIsEnough() {
		String body = "{\"run_object\":{\"id\":\"some-uuid\",\"run_id\":\"%s\"}}".formatted(this.one);
		stage.upstream().on(this.one, Script.json(body));

		assertThat(get(this.one, "result").text()).isEqualTo(body);
		assertThat(stage.upstream().asked(this.one)).hasSize(1);
	}

	@Test
	void ifTheSecondFailsTheFirstIsNotShown() {
		stage.upstream().on(this.two, inTurn(Script.json(body("run_object", this.one)), Scripts.error("500 Oops")));

		ProblemDocument.check(get(this.two, "result"), 502, "upstream-failed");
	}

	@Test
	void theDeadlineHoldsForBoth() {
		try (Stage own = Stage.open("--relay.upstream.deadline=1s")) {
			own.upstream().on("b", inTurn(Script.json(body("run_object", "a")), Script.hangs()));

			ProblemDocument.check(own.relay().get("/v1/runs/b/result"), 504, "upstream-timeout");
		}
	}

	@Test
	void whatNamesNoRunIsAskedOverAConnectionThatHasServedNobody() {
		get(this.one, "result");
		get(this.one, "metrics");
		get(this.two, "metrics");

		List<Integer> metrics = List.of(stage.upstream().asked(this.one).getLast().connection(),
				stage.upstream().asked(this.two).getLast().connection());
		String third = stage.newRun();
		get(third, "result");

		assertThat(metrics).doesNotHaveDuplicates();
		assertThat(connectionOf(third)).isNotIn(metrics);
		assertThat(connectionOf(this.one)).isNotIn(metrics);
	}

	@ParameterizedTest
	@ValueSource(strings = { "404 Not Found", "400 No", "403 No", "410 Gone" })
	void aRefusalIsTheLastThingSaidOverItsConnection(String status) {
		stage.upstream().on(this.one, Scripts.error(status));
		get(this.one, "result");
		get(this.two, "result");

		assertThat(connectionOf(this.two)).isNotEqualTo(connectionOf(this.one));
	}

	@Test
	void anotherAnswersConfirmationConfirmsNothing() {
		String body = body("run_object", this.one);
		stage.upstream()
			.on(this.one,
					inTurn(Script.json(body.getBytes(java.nio.charset.StandardCharsets.UTF_8), "ETag: \"mine\"",
							"Cache-Control: max-age=0"),
							Script.sends("HTTP/1.1 304 Not Modified", "ETag: \"theirs\"", "", ""),
							Script.sends("HTTP/1.1 304 Not Modified", "ETag: \"mine\"", "", "")));
		get(this.one, "result");

		assertThat(get(this.one, "result").value("Cache-Status")).contains("fwd-status=304");
		assertThat(stage.upstream().asked(this.one)).hasSize(3);
	}

	private static String body(String place, String run) {
		return """
				{"status":"completed","%s":{"run_id":"%s","status":"completed","created_at":"2026-01-01T00:00:00Z"}}"""
			.formatted(place, run);
	}

	private static String comparison(String newRun, String oldRun) {
		return "{\"new_run\":{\"run_id\":\"%s\"},\"old_run\":{\"run_id\":\"%s\"}}".formatted(newRun, oldRun);
	}

	private static RawResponse get(String run, String path) {
		return stage.relay().get("/v1/runs/" + run + (path.isEmpty() ? "" : '/' + path));
	}

	private static int connectionOf(String run) {
		return stage.upstream().asked(run).getFirst().connection();
	}

	private static double refuted() {
		Counter counter = stage.relay().component(MeterRegistry.class).find("relay.upstream.misaddressed").counter();
		return (counter != null) ? counter.count() : 0;
	}

}
