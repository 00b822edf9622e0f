package dev.honeyrelay.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every alert says how bad it is, what it means and where to read on, and is tried both
 * ways. Whether it fires when it should, promtool tells.
 */
class AlertRulesTests {

	private static final Path PAGE = Path.of("docs", "failures.md");

	private static final Path TRIALS = Path.of("src", "test", "prometheus", "alerts-tests.yaml");

	@Test
	void thereAreFew() {
		assertThat(AlertRule.all()).hasSizeBetween(5, 20).extracting(AlertRule::name).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("rules")
	void anAlertLeadsToWhatIsToBeDone(AlertRule rule) throws IOException {
		assertThat(rule.labels().get("severity")).isIn("critical", "warning", "info");
		assertThat(rule.annotations().get("summary")).endsWith(".");
		assertThat(rule.annotations().get("description")).endsWith(".");
		assertThat(anchors()).contains(rule.annotations().get("runbook_url"));
	}

	@ParameterizedTest
	@MethodSource("rules")
	void anAlertIsTriedBothWays(AlertRule rule) throws IOException {
		assertThat(Files.readString(TRIALS)).contains("name: " + rule + " fires\n",
				"name: " + rule + " does not fire\n");
	}

	@ParameterizedTest
	@MethodSource("rules")
	void anAlertLooksAtMetersThatThereAre(AlertRule rule) throws IOException {
		assertThat(rule.selectors()).isNotEmpty();
		for (String selector : rule.selectors()) {
			String meter = selector.replaceFirst("\\{.*", "").replaceFirst("_(count|sum|bucket|max)$", "");
			if (meter.startsWith("relay_")) {
				assertThat(Meters.documented()).containsKey(meter);
			}
		}
	}

	static List<AlertRule> rules() {
		return AlertRule.all();
	}

	// As a heading becomes the last part of an address: small, and hyphens for spaces.
	private static List<String> anchors() throws IOException {
		return Files.readAllLines(PAGE)
			.stream()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
			.map((heading) -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
			.map((anchor) -> "docs/failures.md#" + anchor)
			.toList();
	}

}
