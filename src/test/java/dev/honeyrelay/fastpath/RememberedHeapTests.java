package dev.honeyrelay.fastpath;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.honeyrelay.api.ParsedTarget;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.UsedHeap;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.RunId;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.fastpath.FastPathRelay.BEARER;
import static dev.honeyrelay.fastpath.FastPathRelay.TARGETS;
import static dev.honeyrelay.run.Questions.parameters;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is remembered of requests takes no more of the heap than it may, whatever callers
 * make distinct in them.
 */
@Isolated("measures the heap")
class RememberedHeapTests {

	private static final long BOUND = 8L << 20;

	private static final int ROUNDS = 60_000;

	private static RunningRelay relay;

	@BeforeAll
	static void start() {
		relay = FastPathRelay.start();
	}

	@AfterAll
	static void stop() {
		relay.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "If-None-Match: %s", "X-Any: %s" })
	void headsTakeNoMoreThanTheyMay(String field) throws Exception {
		ParsedHead reading = learn(field.formatted(tags(400)));
		HeadCache heads = new HeadCache(BOUND);

		long taken = UsedHeap.of(() -> {
			for (int i = 0; i < ROUNDS; i++) {
				heads.remember(RequestHeadDigest.of(Integer.toString(i).getBytes(StandardCharsets.ISO_8859_1)),
						copyOf(reading, i));
			}
			return heads;
		});

		assertThat(taken).isBetween(BOUND / 3, (long) (1.05 * BOUND));
	}

	@Test
	void targetsTakeNoMoreThanTheyMay() throws Exception {
		TargetCache targets = new TargetCache(BOUND);

		long taken = UsedHeap.of(() -> {
			for (int i = 0; i < ROUNDS; i++) {
				String filters = "{".repeat(900) + i;
				targets.answeredFromStore(HttpURI.from("/v1/runs/r/result?filters=" + filters), question(filters, i));
			}
			return targets;
		});

		assertThat(taken).isBetween(BOUND / 2, (long) (1.05 * BOUND));
	}

	@Test
	void shortTargetsTakeNoMoreThanTheyMay() throws Exception {
		TargetCache targets = new TargetCache(BOUND);

		long taken = UsedHeap.of(() -> {
			for (int i = 0; i < ROUNDS; i++) {
				targets.answeredFromStore(HttpURI.from("/runs/" + i),
						new ParsedTarget(Operation.RUN, List.of(new RunId("r" + i)), parameters(), null));
			}
			return targets;
		});

		assertThat(taken).isBetween(BOUND / 2, (long) (1.05 * BOUND));
	}

	private static ParsedTarget question(String filters, int number) {
		return new ParsedTarget(Operation.RESULT, List.of(new RunId("r" + number)), parameters("filters=" + filters),
				null);
	}

	// As if it had been read anew, with a question of its own.
	private static ParsedHead copyOf(ParsedHead reading, int number) {
		return new ParsedHead(question("", number), reading.identity(),
				new Preconditions(reading.preconditions().coding(), reading.preconditions().known() + number),
				reading.head(), reading.id(), reading.trace(), reading.drawn());
	}

	private static ParsedHead learn(String field) {
		String head = RunningRelay.bare("GET", TARGETS.getFirst(), BEARER, field);
		assertThat(relay.send(head).status()).isEqualTo(200);
		ParsedHead reading = relay.component(HeadCache.class)
			.headOf(RequestHeadDigest.of(head.getBytes(StandardCharsets.ISO_8859_1)));
		assertThat(reading).isNotNull();
		return reading;
	}

	private static String tags(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "a").collect(Collectors.joining(","));
	}

}
