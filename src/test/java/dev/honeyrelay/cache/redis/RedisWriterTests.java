package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits to be written, and how much of it.
 */
@Timeout(10)
class RedisWriterTests {

	private final RedisWriter writer = new RedisWriter(new RedisCircuit(Duration.ofMillis(40)),
			UnaryOperator.identity());

	@Test
	void answersAreDroppedWhereTooManyBytesAreWaiting() throws InterruptedException {
		assertThat(this.writer.offer(RedisWriter.mostBytes(), () -> {
		})).isTrue();
		assertThat(this.writer.offer(1, () -> {
		})).isFalse();

		writeAll();

		assertThat(this.writer.offer(RedisWriter.mostBytes(), () -> {
		})).isTrue();
	}

	@Test
	void tasksAreDroppedWhereTooManyAreWaiting() {
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.writer.offer(0, () -> {
			})).isTrue();
		}

		assertThat(this.writer.offer(0, () -> {
		})).isFalse();
	}

	@Test
	void eventsAreKeptInMindUpToALimit() {
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.writer.tell(event("run-" + i))).isTrue();
		}

		assertThat(this.writer.tell(event("one-more"))).isFalse();
	}

	@Test
	void removalsAreKeptInMindUpToALimit() {
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.writer.remove("key-" + i)).isTrue();
		}

		assertThat(this.writer.remove("one-more")).isFalse();
	}

	@Test
	void whatWaitsAtTheEndIsStillWritten() throws InterruptedException {
		List<Integer> written = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			int number = i;
			this.writer.offer(1, () -> written.add(number));
		}

		this.writer.end();
		this.writer.run();

		assertThat(written).hasSize(100);
	}

	@Test
	void oneThingIsWrittenAfterTheOtherAndAFaultEndsNothing() throws InterruptedException {
		List<Integer> written = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			int number = i;
			this.writer.offer(1, () -> {
				written.add(number);
				if (number == 50) {
					throw new IllegalStateException("a fault on purpose");
				}
			});
		}

		writeAll();

		assertThat(written).hasSize(100).isSorted();
	}

	private void writeAll() throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		this.writer.offer(0, done::countDown);
		Thread thread = Thread.ofVirtual().start(this.writer::run);
		assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
		thread.interrupt();
		thread.join();
	}

	private static InvalidationEvent event(String run) {
		return new InvalidationEvent(InvalidationEvent.Kind.PURGE, new ProjectName("p"), new RunId(run),
				ManualTime.START);
	}

}
