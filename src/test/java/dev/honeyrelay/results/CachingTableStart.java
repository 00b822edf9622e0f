package dev.honeyrelay.results;

import java.time.Duration;
import java.util.stream.Stream;

import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;

/**
 * The states of the store that rows of the state table begin with.
 */
final class CachingTableStart {

	/** The run that every row is about. */
	static final RunId RUN = new RunId("ci-48213");

	/** What most rows ask. */
	static final RunQuery QUESTION = Questions.metrics("ci-48213");

	/** The run's own record, which some rows ask for. */
	static final RunQuery RECORD = Questions.run("ci-48213");

	/** Another answer about the run that is stored in every row. */
	static final RunQuery OTHER_OF_THE_RUN = Questions.result("ci-48213");

	private CachingTableStart() {
	}

	/** Returns a relay in the state that {@code cell} names. */
	static Rig of(String cell, String... settings) {
		Rig rig = new Rig(Stream.concat(settingsOf(cell), Stream.of(settings)).toArray(String[]::new));
		rig.honeyHive.says("other");
		rig.ask(OTHER_OF_THE_RUN);
		if (!cell.equals("none")) {
			rig.honeyHive.says("stored", (sighting) -> directivesOf(cell, sighting).tagged("\"tag\""));
			rig.ask(QUESTION);
			rig.ask(RECORD);
		}
		age(rig, cell);
		return rig;
	}

	private static Sighting directivesOf(String cell, Sighting sighting) {
		return cell.endsWith(", must-revalidate")
				? sighting.with(Sighting.saying(Duration.ofSeconds(10), Directive.MUST_REVALIDATE)) : sighting;
	}

	private static Stream<String> settingsOf(String cell) {
		return cell.equals("revalidating") ? Stream.of("stale-while-revalidate=10m") : Stream.of("max-entry=1KB");
	}

	private static void age(Rig rig, String cell) {
		switch (cell) {
			case "none" -> rig.advance(1);
			case "fresh" -> rig.advance(3);
			case "ageing" -> rig.advance(9);
			case "stale", "stale, must-revalidate", "revalidating" -> rig.advance(130);
			case "stale, a trip failed" -> {
				rig.advance(127);
				rig.honeyHive.fails(Outage.of(Outage.Kind.UNREACHABLE));
				rig.ask(QUESTION);
				rig.advance(3);
			}
			case "stale for 25 h" -> rig.advance(10 + Duration.ofHours(25).toSeconds());
			case "expired" -> rig.advance(10 + Duration.ofDays(7).toSeconds());
			default -> throw new IllegalArgumentException("no such state: " + cell);
		}
	}

}
