package dev.honeyrelay.upstream;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.run.ProjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.honeyrelay.upstream.Scripts.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * HoneyHive asks to be left alone, or does not like the key.
 */
class UpstreamBackoffTests {

	private static final DateTimeFormatter HTTP = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

	private static Stage projects;

	@BeforeAll
	static void open() {
		projects = Stage.ofProjects("--relay.upstream.retry.backoff=1ms");
	}

	@AfterAll
	static void close() {
		projects.close();
	}

	@ParameterizedTest
	@CsvSource({ "7, 7", "0, 1", "100000, 60", "99999999999999999999, 60", "soon, 5", "-3, 5", "'', 5" })
	void aPauseIsOfTheLengthThatHoneyHiveAsksFor(String asked, String told) {
		String busy = run(error("429 Too Many", "Retry-After: " + asked));

		RawResponse first = projects.result(projects.newProject(), busy);

		ProblemDocument.check(first, 503, "upstream-rate-limited");
		assertThat(first.value("Retry-After")).isEqualTo(told);
	}

	@Test
	void aDateIsReadByHoneyHivesOwnClock() {
		Instant theirs = Instant.parse("2031-05-05T05:05:05Z");
		String busy = run(error("429 Too Many", "Date: " + HTTP.format(theirs),
				"Retry-After: " + HTTP.format(theirs.plusSeconds(9))));

		assertThat(projects.result(projects.newProject(), busy).value("Retry-After")).isEqualTo("9");
	}

	@Test
	void nobodyAsksDuringThePauseAndWhatIsStoredIsServed() {
		ProjectName project = projects.newProject();
		String stored = projects.newRun();
		int before = projects.upstream().asked();
		projects.result(project, stored);
		projects.result(project, run(error("429 Too Many")));

		RawResponse other = projects.result(project, projects.newRun());

		ProblemDocument.check(other, 503, "upstream-rate-limited");
		assertThat(Integer.parseInt(other.value("Retry-After"))).isBetween(1, 5);
		assertThat(projects.upstream().asked() - before).isEqualTo(2);
		assertThat(projects.result(project, stored).value("Cache-Status")).contains("; hit; ");
	}

	@Test
	void aServiceUnavailableThatSaysForHowLongIsAPauseForAll() {
		try (Stage stage = Stage.open("--relay.cache.max-fresh=1ms", "--relay.cache.min-fresh=1ms",
				"--relay.cache.first-fresh=1ms")) {
			stage.relay().get("/v1/runs/stored/result");
			stage.upstream().on("down", Script.answer("503 Later", "text/html", "", "Retry-After: 100"));

			RawResponse first = stage.relay().get("/v1/runs/down/result");
			RawResponse other = stage.relay().get("/v1/runs/other/result");
			RawResponse stored = stage.relay().get("/v1/runs/stored/result");

			ProblemDocument.check(first, 502, "upstream-failed");
			assertThat(first.value("Retry-After")).isEqualTo("60");
			ProblemDocument.check(other, 503, "upstream-suspended");
			assertThat(Integer.parseInt(other.value("Retry-After"))).isBetween(40, 60);
			assertThat(other.text()).contains("HoneyHive answered 503 and asks to be left alone for a while.")
				.doesNotContain("too often");
			assertThat(stored.value("Cache-Status")).contains("; hit; ", "detail=stale-if-error");
			assertThat(stage.upstream().asked()).isEqualTo(2);
		}
	}

	@Test
	void callersAreToldOfThePauseEvenIfTheCircuitIsOpen() {
		try (Stage stage = Stage.open("--relay.upstream.circuit.min-trips=1")) {
			stage.upstream().on("down", error("503 Later", "Retry-After: 40"));
			stage.relay().get("/v1/runs/down/result");

			RawResponse other = stage.relay().get("/v1/runs/other/result");

			ProblemDocument.check(other, 503, "upstream-suspended");
			assertThat(Integer.parseInt(other.value("Retry-After"))).isBetween(20, 40);
		}
	}

	@Test
	void aServiceUnavailableThatDoesNotSayForHowLongIsNone() {
		ProjectName project = projects.newProject();
		ProblemDocument.check(projects.result(project, run(error("503 Down"))), 502, "upstream-failed");

		assertThat(projects.result(project, projects.newRun()).status()).isEqualTo(200);
	}

	@Test
	void aRefusedKeyIsNotTriedAgainAtOnce() {
		ProjectName project = projects.newProject();
		int before = projects.upstream().asked();
		projects.result(project, run(error("401 Unauthorized")));

		ProblemDocument.check(projects.result(project, projects.newRun()), 502, "upstream-credentials");
		assertThat(projects.upstream().asked() - before).isEqualTo(1);
	}

	@Test
	void aRefusalOfOneRunTouchesNoOther() {
		ProjectName project = projects.newProject();

		ProblemDocument.check(projects.result(project, run(error("403 Forbidden"))), 502, "upstream-credentials");
		assertThat(projects.result(project, projects.newRun()).status()).isEqualTo(200);
	}

	// A run of the case's own, about which HoneyHive does that.
	private static String run(Script script) {
		String run = projects.newRun();
		projects.upstream().on(run, script);
		return run;
	}

}
