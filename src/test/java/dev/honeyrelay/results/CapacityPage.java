package dev.honeyrelay.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.honeyrelay.results.Deployment.Daily;
import dev.honeyrelay.results.Deployment.Watched;
import dev.honeyrelay.results.WatchedAnswer.Tally;

/**
 * The tables of {@code docs/capacity.md}, as the model makes them.
 */
final class CapacityPage {

	static final Path FILE = Path.of("docs", "capacity.md");

	private final Map<Watched, Daily> costs = Deployment.all()
		.stream()
		.map(Deployment::one)
		.distinct()
		.parallel()
		.collect(Collectors.toConcurrentMap(Function.identity(), Watched::play));

	/** Returns the tables, each the lines of one. */
	List<String> tables() {
		return List.of(answers(), deployments(), windows());
	}

	/** Writes the tables in place of those that have the same first line. */
	void write() throws IOException {
		String page = Files.readString(FILE);
		for (String table : tables()) {
			String head = table.lines().findFirst().orElseThrow();
			int start = page.indexOf(head);
			int end = page.indexOf("\n\n", start) + 1;
			page = page.substring(0, start) + table + page.substring(end);
		}
		Files.writeString(FILE, page);
	}

	private String answers() {
		return table(
				List.of("replicas", "readers of the answer", "requests to HoneyHive a day", "look-ups at Redis a day",
						"changes told a day", "superseded, s of the first hour"),
				this.costs.keySet()
					.stream()
					.sorted((one, other) -> Integer.compare(one.replicas() * 10_000 + one.readers(),
							other.replicas() * 10_000 + other.readers()))
					.map((watched) -> {
						Daily cost = this.costs.get(watched);
						return List.of(number(watched.replicas()), number(watched.readers()), number(cost.upstream()),
								number(cost.looks()), number(cost.told()), number(Math.rint(cost.wrong())));
					}));
	}

	private String deployments() {
		return table(
				List.of("replicas", "stored", "readers", "requests to HoneyHive a day", "look-ups at Redis a second",
						"messages a second", "each replica's store, MB", "Redis, MB", "superseded, s", "nearest limit"),
				Deployment.all().stream().map((deployment) -> row(deployment, this.costs.get(deployment.one()))));
	}

	private static List<String> row(Deployment deployment, Daily cost) {
		int watched = deployment.watched();
		double messages = Limit.perSecond(watched * cost.told() * deployment.replicas());
		return List.of(number(deployment.replicas()), number(deployment.answers()), number(deployment.readers()),
				number(watched * cost.upstream()), number(Limit.perSecond(watched * cost.looks())), number(messages),
				number(watched * UsualAnswer.WEIGHT / 1e6),
				number((double) deployment.answers() * UsualAnswer.ENTRY / 1e6), number(Math.rint(cost.wrong())),
				nearest(deployment, cost));
	}

	private static String nearest(Deployment deployment, Daily cost) {
		Limit limit = deployment.nearest(cost);
		double share = limit.used(deployment, cost);
		return (share > 1) ? "**%s, %s times**".formatted(limit.label(), number(share))
				: "%s, %s %%".formatted(limit.label(), number(100 * share));
	}

	// What benchmarks/capacity counts.
	private static String windows() {
		List<RunHistory> histories = IntStream.range(0, 40).mapToObj((seed) -> RunHistory.of(seed, 7)).toList();
		return table(List.of("model", "requests to HoneyHive", "look-ups", "answers written", "changes told",
				"superseded, s"), Stream.of(1, 4).map((replicas) -> {
					Tally tally = WatchedAnswer.play(replicas, 10, Duration.ofMillis(300), Duration.ofMinutes(4),
							histories);
					return List.of(replicas + ((replicas > 1) ? " replicas" : " replica"), number(tally.upstream()),
							number(tally.looks()), number(tally.written()), number(tally.told()),
							number(tally.wrong() / 40));
				}));
	}

	private static String table(List<String> names, Stream<List<String>> rows) {
		return Stream.concat(Stream.of(names, names.stream().map((name) -> "---").toList()), rows)
			.map((cells) -> cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
			.collect(Collectors.joining());
	}

	// Two digits that count, or all before the point.
	private static String number(double value) {
		if (value >= 10) {
			return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', ' ');
		}
		int digits = (value > 0) ? (int) Math.max(0, 1 - Math.floor(Math.log10(value))) : 0;
		String text = String.format(Locale.ROOT, "%." + digits + "f", value);
		return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
	}

	/** Returns the page. */
	static String read() {
		try {
			return Files.readString(FILE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
