package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

import dev.honeyrelay.harness.UsedHeap;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While Redis is away, what it is to be told takes no more of the heap than it may.
 */
@Isolated("measures the heap")
class RedisWriterHeapTests {

	@Test
	void eventsAndRemovalsWithTheLongestNamesTakeNoMoreThanTheyMay() throws Exception {
		RedisWriter writer = new RedisWriter(new RedisCircuit(Duration.ofMillis(40)), UnaryOperator.identity());

		long taken = UsedHeap.of(() -> {
			for (int i = 0; i < 12_000; i++) {
				RunId run = new RunId("r".repeat(120) + i);
				writer.tell(new InvalidationEvent(InvalidationEvent.Kind.PURGE, new ProjectName("p".repeat(58) + i),
						run, Instant.EPOCH));
				writer.remove("k".repeat(190) + i);
			}
			return writer;
		});

		assertThat(taken).isBetween(RedisWriter.mostBytesOfEvents() / 3, RedisWriter.mostBytesOfEvents());
	}

}
