package dev.honeyrelay.watch;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard can be imported anywhere, and leaves no meter of the relay's out. Whether
 * its queries find something, a real Prometheus tells.
 */
class DashboardTests {

	private static final Pattern METER = Pattern.compile("relay_\\w+");

	private final JsonNode dashboard = Panel.dashboard();

	@Test
	void theDataSourceAndWhatIsLookedAtCanBeChosen() {
		assertThat(texts("/templating/list", "/name")).containsExactly("datasource", "namespace", "job", "instance",
				"project");
		assertThat(this.dashboard.at("/panels").valueStream().filter((panel) -> !isRow(panel)))
			.allMatch((panel) -> panel.at("/datasource/uid").stringValue().equals("${datasource}"))
			.allMatch((panel) -> panel.at("/targets")
				.valueStream()
				.allMatch((target) -> target.at("/datasource/uid").stringValue().equals("${datasource}")));
		assertThat(Panel.all()).allMatch((panel) -> panel.expression()
			.contains("namespace=~\"$namespace\",job=~\"$job\",instance=~\"$instance\""));
	}

	@Test
	void panelsStandInRowsAndDoNotOverlap() {
		Set<String> taken = new TreeSet<>();
		this.dashboard.at("/panels").valueStream().forEach((panel) -> {
			JsonNode place = panel.at("/gridPos");
			for (int x = 0; x < place.at("/w").intValue(); x++) {
				assertThat(taken.add(place.at("/y").intValue() + "/" + (place.at("/x").intValue() + x))).isTrue();
			}
		});
		assertThat(this.dashboard.at("/panels/0").at("/type").stringValue()).isEqualTo("row");
		assertThat(this.dashboard.at("/panels").valueStream().filter(DashboardTests::isRow)).hasSize(5);
		assertThat(texts("/panels", "/id")).doesNotHaveDuplicates();
	}

	@Test
	void everyMeterOfTheRelaysIsSeenSomewhere() throws IOException {
		Set<String> seen = new TreeSet<>();
		for (Panel panel : Panel.all()) {
			METER.matcher(panel.expression())
				.results()
				.map(MatchResult::group)
				.map((name) -> name.replaceFirst("_(count|sum|bucket)$", ""))
				.forEach(seen::add);
		}

		assertThat(seen).isEqualTo(Meters.documented().keySet());
	}

	private static boolean isRow(JsonNode panel) {
		return panel.at("/type").stringValue().equals("row");
	}

	private List<String> texts(String list, String member) {
		return this.dashboard.at(list).valueStream().map((entry) -> entry.at(member).asString()).toList();
	}

}
