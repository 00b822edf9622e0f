package dev.honeyrelay.results;

import java.time.Duration;
import java.util.List;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.cache.redis.SharedMemory;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a read comes to where another replica may have stored something, as the document
 * says.
 */
class SharedTableTests {

	private static final RunQuery QUERY = result("shared");

	private final ManualTime time = new ManualTime();

	private final SharedMemory memory = new SharedMemory();

	private final Replica here = new Replica();

	private final Replica other = new Replica();

	@ParameterizedTest
	@MethodSource("rows")
	void aReadComesToWhatTheDocumentSays(List<String> row) {
		prepareHere(row.get(0), row.get(1));
		prepareOther(row.get(1));
		int before = this.here.honeyHive.asked();
		switch (row.get(2)) {
			case "200, new" -> this.here.honeyHive.says("new");
			case "503" -> this.here.honeyHive.fails(Outage.of(Outage.Kind.FAILED, 503));
			case "not asked" -> this.here.honeyHive.says("must not be asked");
			default -> throw new IllegalArgumentException("no such answer of HoneyHive's: " + row.get(2));
		}

		String told = this.here.ask();

		assertThat(told.replace("unavailable: ", "upstream-")).isEqualTo(row.get(3) + ": " + row.get(4));
		assertThat(this.here.honeyHive.asked() - before).isEqualTo(row.get(2).equals("not asked") ? 0 : 1);
	}

	static List<List<String>> rows() {
		return CachingDocument.rows("here", "shared level");
	}

	private void prepareHere(String state, String shared) {
		if (state.equals("nothing")) {
			return;
		}
		this.here.honeyHive.says("ours");
		this.here.ask();
		this.memory.clear();
		advance(state.equals("stale") ? 127 : 0);
		if (shared.equals("nothing") || shared.equals("away")) {
			advance(3);
		}
	}

	private void prepareOther(String state) {
		switch (state) {
			case "nothing" -> {
			}
			case "away" -> this.memory.goAway();
			case "fresh", "stale", "stale, must-revalidate", "purged" -> {
				this.other.honeyHive.says("theirs", (sighting) -> state.endsWith("must-revalidate")
						? sighting.with(Sighting.saying(null, Directive.MUST_REVALIDATE)) : sighting);
				this.other.ask();
				advance(state.startsWith("stale") ? 130 : 3);
				if (state.equals("purged")) {
					this.other.results.purge(QUERY.project(), QUERY.runs().getFirst());
				}
			}
			default -> throw new IllegalArgumentException("no such state of the shared level: " + state);
		}
	}

	private void advance(int seconds) {
		this.time.advance(Duration.ofSeconds(seconds));
	}

	/**
	 * One of two relays that share what they store.
	 */
	private final class Replica {

		final ScriptedHoneyHive honeyHive = new ScriptedHoneyHive(SharedTableTests.this.time);

		final Results results;

		Replica() {
			ManualTime clock = SharedTableTests.this.time;
			Store store = SharedTableTests.this.memory.store(clock, Settings.with("stale-wait=1m"));
			UpstreamFetcher trips = new UpstreamFetcher(store.responses(), this.honeyHive, Rig.UNTRACED, clock, clock);
			this.results = new Results(store.responses(), store.policy(), trips, Rig.UNTRACED, clock);
		}

		String ask() {
			return Rig.told(this.results.answer(QUERY));
		}

	}

}
