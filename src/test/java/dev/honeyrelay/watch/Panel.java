package dev.honeyrelay.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One query of a panel of the dashboard.
 *
 * @param title the panel's title
 * @param expression the query, with Grafana's variables in it
 */
record Panel(String title, String expression) {

	private static final Path FILE = Path.of("helm", "files", "dashboard.json");

	/** Returns the dashboard as it is. */
	static JsonNode dashboard() {
		try {
			return new JsonMapper().readTree(Files.readString(FILE));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the queries of all panels. */
	static List<Panel> all() {
		return dashboard().at("/panels").valueStream().flatMap(Panel::of).toList();
	}

	/** Returns the query as Grafana sends it when everything is chosen. */
	String query() {
		String expression = this.expression.replace("$__rate_interval", "10s");
		for (String variable : List.of("$namespace", "$job", "$instance", "$project")) {
			expression = expression.replace(variable, ".*");
		}
		return expression;
	}

	private static Stream<Panel> of(JsonNode panel) {
		return panel.at("/targets")
			.valueStream()
			.map((target) -> new Panel(panel.at("/title").stringValue(), target.at("/expr").stringValue()));
	}

	@Override
	public String toString() {
		return this.title;
	}

}
