package dev.honeyrelay.watch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.harness.RunningRelay;

/**
 * The relay's meters by name, each with the names of its labels.
 */
final class Meters {

	private static final Path PAGE = Path.of("docs", "operations.md");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `(relay_\\w+)` \\|([^|]*)\\|");

	private static final Pattern SAMPLE = Pattern.compile("(?m)^(relay_\\w+?)(?:\\{([^}]*)})? ");

	private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (relay_\\w+) \\w+$");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

	private static final Pattern CODE = Pattern.compile("`(\\w+)`");

	private Meters() {
	}

	/** Returns those that the page for operators lists. */
	static Map<String, Set<String>> documented() throws IOException {
		Map<String, Set<String>> meters = new TreeMap<>();
		Matcher row = ROW.matcher(Files.readString(PAGE));
		while (row.find()) {
			meters.put(row.group(1), found(CODE, row.group(2)));
		}
		return meters;
	}

	/** Returns those that {@code relay} shows. */
	static Map<String, Set<String>> shownBy(RunningRelay relay) throws IOException, InterruptedException {
		String scrape = scrape(relay);
		Set<String> families = found(FAMILY, scrape);
		Map<String, Set<String>> meters = new TreeMap<>();
		Matcher sample = SAMPLE.matcher(scrape);
		while (sample.find()) {
			Set<String> labels = found(LABEL, String.valueOf(sample.group(2)));
			labels.remove("le");
			meters.computeIfAbsent(nameOf(sample.group(1), families), (name) -> new TreeSet<>()).addAll(labels);
		}
		return meters;
	}

	/** Returns what Prometheus gets from {@code relay}. */
	static String scrape(RunningRelay relay) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			URI address = URI.create("http://127.0.0.1:" + relay.managementPort() + "/actuator/prometheus");
			return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
		}
	}

	// A histogram's parts, its maximum among them, are one meter.
	private static String nameOf(String sample, Set<String> families) {
		String whole = sample.replaceFirst("_(count|sum|bucket|max)$", "");
		return families.contains(whole) ? whole : sample;
	}

	private static Set<String> found(Pattern pattern, String text) {
		Set<String> found = new TreeSet<>();
		Matcher matcher = pattern.matcher(text);
		while (matcher.find()) {
			found.add(matcher.group(1));
		}
		return found;
	}

}
