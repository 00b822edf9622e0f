package dev.honeyrelay.results;

import java.util.List;

import dev.honeyrelay.harness.UsedHeap;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.honeyrelay.run.Questions.parameters;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What failed a moment ago takes no more of the heap than it may, whatever was asked.
 */
@Isolated("measures the heap")
class RecentFailuresHeapTests {

	@ParameterizedTest
	@CsvSource({ "1, 300000", "8000, 12000" })
	void failuresTakeNoMoreThanTheyMay(int length, int count) throws Exception {
		long bound = UpstreamFetcher.mostBytesOfFailures();
		Rig rig = new Rig();

		long taken = UsedHeap.of(() -> {
			for (int i = 0; i < count; i++) {
				rig.trips.failed(
						new RunQuery(new ProjectName("lab"), Operation.RESULT, List.of(new RunId("run-" + i)),
								parameters("filters=" + "f".repeat(length) + i)),
						new Outage(Outage.Kind.FAILED, 500, null));
			}
			return rig;
		});

		assertThat(taken).isBetween(bound / 3, (long) (1.05 * bound));
	}

}
