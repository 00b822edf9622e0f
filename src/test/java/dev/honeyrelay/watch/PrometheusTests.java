package dev.honeyrelay.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alerts and dashboard in a real Prometheus that scrapes the relay through a day in
 * short: hits, misses, errors, a refused key, callers without a token and beyond their
 * limit.
 */
@Tag("prometheus")
@Timeout(180)
class PrometheusTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final List<String> STIRRED = List.of("HoneyHiveRefusesKey", "RelaySharedLevelDown",
			"RelayCallersGetErrors", "RelayCallersLimited");

	private static final List<String> CALM = List.of("RelayAbsent", "RelayFault", "RelayCredentialsFileBroken",
			"RelayStoreTooSmall", "RelayOverloaded");

	private static final String TOKEN = "token-of-the-watched-4711";

	private static final String LIMITED = "token-of-the-limited-4711";

	@Test
	void theRulesAreInOrder() throws Exception {
		assertThat(Prometheus.promtool("check", "rules", AlertRule.FILE.toString()))
			.contains(AlertRule.all().size() + " rules found");
	}

	@Test
	void everyAlertFiresWhenItShouldAndNotOtherwise() throws Exception {
		assertThat(Prometheus.promtool("test", "rules", "src/test/prometheus/alerts-tests.yaml")).contains("SUCCESS");
	}

	@Test
	void everyPanelAndEveryAlertFindsWhatItLooksAt(@TempDir Path folder) throws Exception {
		System.gc();
		try (Stage stage = Stage.open(settings(folder));
				Prometheus prometheus = Prometheus.start(folder, stage.relay().managementPort())) {
			Set<String> queries = new LinkedHashSet<>();
			Panel.all().forEach((panel) -> queries.add(panel.query()));
			AlertRule.all().forEach((rule) -> queries.addAll(rule.selectors()));
			assertThat(queries).hasSizeGreaterThan(40);
			long end = System.nanoTime() + PATIENCE.toNanos();
			for (int round = 0; !queries.isEmpty() && System.nanoTime() < end; round++) {
				day(stage, round);
				queries.removeAll(answeredBy(prometheus, queries));
			}
			assertThat(queries).as("queries without an answer").isEmpty();
			while (!stirred(prometheus).containsAll(STIRRED) && System.nanoTime() < end) {
				day(stage, 0);
			}

			assertThat(stirred(prometheus)).containsAll(STIRRED).doesNotContainAnyElementsOf(CALM);
			assertThat(prometheus.rules()).hasSameSizeAs(AlertRule.all())
				.allMatch((rule) -> rule.at("/health").stringValue().equals("ok"));
		}
	}

	// Those that do not wait for long fire, the others are about to.
	private static List<String> stirred(Prometheus prometheus) throws Exception {
		return prometheus.rules()
			.stream()
			.filter((rule) -> !rule.at("/state").stringValue().equals("inactive"))
			.map((rule) -> rule.at("/name").stringValue())
			.toList();
	}

	private static List<String> answeredBy(Prometheus prometheus, Set<String> queries) throws Exception {
		List<String> answered = new ArrayList<>();
		for (String query : queries) {
			if (prometheus.query(query).stream().anyMatch((value) -> !value.isNaN())) {
				answered.add(query);
			}
		}
		return answered;
	}

	private static void day(Stage stage, int round) {
		RunningRelay relay = stage.relay();
		RawUpstream upstream = stage.upstream();
		upstream.on("broken", Script.answer("500 Oops", "text/html", "oops"));
		upstream.on("locked", Script.answer("401 No", "application/json", "{}"));
		for (String run : List.of("same", "same", "new-" + round, "broken")) {
			ask(relay, "/v1/runs/" + run + "/result", "one");
		}
		ask(relay, "/v1/runs/new-" + round + "/metrics", "one");
		ask(relay, "/v1/runs/locked/result", "other");
		for (String token : List.of("nobody's", LIMITED)) {
			relay.send(RunningRelay.bare("GET", "/v1/runs/same/result", "Authorization: Bearer " + token));
		}
	}

	private static void ask(RunningRelay relay, String target, String project) {
		relay.send(RunningRelay.bare("GET", target, "Authorization: Bearer " + TOKEN, "Relay-Project: " + project));
	}

	private static String[] settings(Path folder) throws Exception {
		Path credentials = Files.writeString(folder.resolve("credentials.yaml"), """
				projects:
				  one: { api-key: hh_one }
				  other: { api-key: hh_other }
				callers:
				  watched: { tokens: [ { sha256: %s } ], projects: [one, other] }
				  limited: { tokens: [ { sha256: %s } ], projects: [one], requests-per-minute: 1 }
				""".formatted(TestTokens.sha256(TOKEN), TestTokens.sha256(LIMITED)));
		return new String[] { "--relay.credentials=" + credentials, "--relay.api-key=", "--relay.token=",
				"--relay.cache.shared.enabled=true", "--spring.data.redis.port=1" };
	}

}
