package dev.honeyrelay.waiting;

import java.util.List;
import java.util.Locale;

import dev.honeyrelay.results.CachingDocument;
import dev.honeyrelay.waiting.WaitPlayback.Tally;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often the answer that ends a wait is whole, as {@code docs/caching.md} tells it, by
 * the real policy, store and loop.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitSimulationTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource("rows")
	void waitsEndAsTheDocumentSays(List<String> row) {
		assertThat(outcome(row.get(0), row.get(1))).isEqualTo(row.subList(2, 6));
	}

	/** Returns what the columns after the second one have to say. */
	static List<String> outcome(String arrival, String still) {
		int seconds = Integer.parseInt(arrival.replaceAll(".* over (\\d+) s", "$1"));
		Tally tally = WaitPlayback.play(arrival.startsWith("in one burst"), seconds,
				Integer.parseInt(still.replace(" s", "")));
		return List.of(Math.round(100 * tally.whole()) + " %", Math.round(tally.seconds()) + " s",
				Math.round(tally.longest()) + " s", String.format(Locale.ROOT, "%.1f", tally.asked()));
	}

	static List<List<String>> rows() {
		return CachingDocument.rows("scores come", "still");
	}

}
