package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
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
	void everythingOfAProjectBearsItsHashTag() {
		Stream<String> keys = Stream.of(this.keys.entryAndMarks(Questions.comparison("run-1", "run-2")))
			.map(RedisKeysTests::text);

		assertThat(keys).hasSize(5).allMatch((key) -> key.startsWith("relay-a:1:{search-quality}:"));
	}

	@Test
	void relaysThatMustNotShareHaveOtherKeysAndAnotherChannel() {
		RedisKeys other = new RedisKeys("relay-b");

		assertThat(other.channel()).isNotEqualTo(this.keys.channel());
		assertThat(other.entry(Questions.run("run-1"))).isNotEqualTo(this.keys.entry(Questions.run("run-1")));
	}

	private String entry(RunQuery query) {
		return text(this.keys.entry(query));
	}

	private static String text(byte[] key) {
		return new String(key, StandardCharsets.UTF_8);
	}

}
