package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The names of things in the shared level.
 */
class RedisKeysTests {

	private final RedisKeys keys = new RedisKeys("relay-a");

	@Test
	void questionsThatDifferHaveKeysOfTheirOwn() {
		RunQuery query = Questions.result("run-1");
		List<RunQuery> queries = List.of(query, Questions.elsewhere(query), Questions.result("run-2"),
				Questions.result("run-1", "aggregate_function=max"), Questions.run("run-1"), Questions.metrics("run-1"),
				Questions.comparison("run-1", "run-2"), Questions.comparison("run-2", "run-1"));

		assertThat(queries.stream().map(this::entry)).doesNotHaveDuplicates();
		assertThat(queries.stream().map(RedisKeys::canonical)).doesNotHaveDuplicates();
	}

	@Test
	void questionsThatAreEqualHaveOneKey() {
		assertThat(entry(Questions.result("run-1", "aggregate_function=average")))
			.isEqualTo(entry(Questions.result("run-1")));
	}

	@Test
	void aClusterKeepsWhatALookUpAboutOneRunWantsInOneSlotAndSpreadsRuns() {
		assertThat(slots(Questions.result("run-1"))).hasSize(3).containsOnly(slots(Questions.metrics("run-1")).get(0));
		assertThat(slots(Questions.comparison("run-1", "run-2"))).hasSize(5)
			.containsAll(slots(Questions.result("run-1")))
			.containsAll(slots(Questions.result("run-2")))
			.startsWith(slots(Questions.result("run-1")).get(0));
		assertThat(IntStream.range(0, 1000).mapToObj((i) -> slots(Questions.result("run-" + i)).get(0)).distinct())
			.hasSizeGreaterThan(900);
	}

	@Test
	void aSlotOfEachServerCanBeTried() {
		for (int server = 0; server < 3; server++) {
			int from = server * SlotHash.SLOT_COUNT / 3;
			byte[] probe = this.keys.probe((slot) -> slot >= from && slot < from + SlotHash.SLOT_COUNT / 3);

			assertThat(SlotHash.getSlot(probe)).isBetween(from, from + SlotHash.SLOT_COUNT / 3);
			assertThat(text(probe)).startsWith("relay-a:2:").endsWith(":probe");
		}
	}

	@Test
	void relaysThatMustNotShareHaveOtherKeysAndAnotherChannel() {
		RedisKeys other = new RedisKeys("relay-b");

		assertThat(other.channel()).isNotEqualTo(this.keys.channel());
		assertThat(other.entry(Questions.run("run-1"))).isNotEqualTo(this.keys.entry(Questions.run("run-1")));
	}

	private List<Integer> slots(RunQuery query) {
		return Stream.of(this.keys.entryAndMarks(query)).map(SlotHash::getSlot).toList();
	}

	private String entry(RunQuery query) {
		return text(this.keys.entry(query));
	}

	private static String text(byte[] key) {
		return new String(key, StandardCharsets.UTF_8);
	}

}
