package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.results.Playback.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What the freshness rule costs and what it spares, as {@code docs/caching.md} tells it:
 * the paper simulation by which the rule was chosen, played to the real relay.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FreshnessSimulationTests {

	private static final Instant SOON_AFTER_COMPLETION = ManualTime.START.plusMillis(500);

	@ParameterizedTest(name = "{0}")
	@MethodSource("weeks")
	void aWeekCostsWhatTheDocumentSays(List<String> row) {
		Duration poll = DurationStyle.detectAndParse(row.get(1).replace(" ", ""));

		List<Tally> tallies = IntStream.range(0, 5)
			.mapToObj((seed) -> Playback.play(RunHistory.of(seed, 7), SOON_AFTER_COMPLETION, ManualTime.START, poll,
					Duration.ofDays(7), settings(row.get(0))))
			.toList();

		assertThat(List.of(mean(tallies, Tally::upstream), mean(tallies, Tally::wrong), worst(tallies),
				mean(tallies, Tally::waits), mean(tallies, Tally::broken)))
			.isEqualTo(row.subList(2, 7));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("firstReads")
	void aRelayThatSeesAMovingRunForTheFirstTimeIsWrongForAsLongAsTheDocumentSays(List<String> row) {
		List<Tally> tallies = IntStream.range(0, 200)
			.mapToObj((seed) -> RunHistory.of(seed, 3))
			.filter(RunHistory::hasLateSitting)
			.map((history) -> firstRead(row.get(0), history, settings(row.get(1))))
			.toList();

		assertThat(List.of(mean(tallies, Tally::upstream), mean(tallies, Tally::wrong))).isEqualTo(row.subList(2, 4));
	}

	@Test
	void theHistoriesAreThoseOfThePaperSimulation() {
		PythonRandom random = new PythonRandom(0);

		assertThat(random.random()).isEqualTo(0.8444218515250481);
		assertThat(random.uniform(20, 180)).isEqualTo(141.2727044704484);
		assertThat(random.expovariate(1 / 86400.0)).isCloseTo(47149.615774793616, within(1e-9));
		assertThat(IntStream.range(0, 8).mapToObj((i) -> random.randint(1, 12))).containsExactly(5, 9, 8, 7, 5, 8, 6,
				10);
	}

	static List<List<String>> weeks() {
		return CachingDocument.rows("settings", "poll");
	}

	static List<List<String>> firstReads() {
		return CachingDocument.rows("first read", "settings");
	}

	private static Tally firstRead(String when, RunHistory history, String[] settings) {
		Duration poll = Duration.ofSeconds(10);
		Duration hour = Duration.ofHours(1);
		return switch (when) {
			case "amid annotations" ->
				Playback.play(history, history.lateSitting().plusSeconds(1), ManualTime.START, poll, hour, settings);
			case "0.5 s after completion, created 10 h earlier" -> Playback.play(history, SOON_AFTER_COMPLETION,
					ManualTime.START.minus(Duration.ofHours(10)), poll, hour, settings);
			default -> throw new IllegalArgumentException("no such first read: " + when);
		};
	}

	private static String[] settings(String cell) {
		return cell.equals("defaults") ? new String[0] : cell.split(" ");
	}

	private static String mean(List<Tally> tallies, ToDoubleFunction<Tally> figure) {
		double mean = tallies.stream().mapToDouble(figure).average().orElseThrow();
		return Long.toString(Math.round(mean));
	}

	private static String worst(List<Tally> tallies) {
		return Long.toString(tallies.stream().mapToLong(Tally::worst).max().orElseThrow());
	}

}
