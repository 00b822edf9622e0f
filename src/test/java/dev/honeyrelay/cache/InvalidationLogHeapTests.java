package dev.honeyrelay.cache;

import dev.honeyrelay.harness.UsedHeap;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes and purges of runs take what they take from the beginning, whatever happens.
 */
@Isolated("measures the heap")
class InvalidationLogHeapTests {

	@Test
	void aMillionChangesTakeNoMoreThanNone() throws Exception {
		ProjectName project = new ProjectName("lab");

		long taken = UsedHeap.of(() -> {
			InvalidationLog log = new InvalidationLog();
			for (int i = 0; i < 1_000_000; i++) {
				log.changed(project, new RunId("run-" + i), ManualTime.START.plusNanos(i));
			}
			return log;
		});

		assertThat(taken).isBetween(InvalidationLog.footprint() / 2, InvalidationLog.footprint() + (1L << 17));
	}

}
