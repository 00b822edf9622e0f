package dev.honeyrelay.server;

import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.UsedHeap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that is kept takes little of the heap.
 */
@Isolated("measures the heap")
class KeptConnectionHeapTests {

	private static final int CONNECTIONS = 300;

	private static final String GOOD = RunningRelay.request("GET", "/v1/runs/good/result");

	@Test
	void aConnectionThatIsKeptTakesLittleMemory() throws Exception {
		List<RawCaller> kept = new ArrayList<>();
		// Closed with all that it holds before anybody else measures.
		try (Stage stage = Stage.open()) {
			RunningRelay relay = stage.relay();
			relay.send(GOOD);
			long taken = UsedHeap.of(() -> {
				for (int i = 0; i < CONNECTIONS; i++) {
					kept.add(relay.connect());
					for (int request = 0; request < 3; request++) {
						assertThat(kept.getLast().send(GOOD).receive().status()).isEqualTo(200);
					}
				}
				return kept;
			});

			assertThat(taken / CONNECTIONS).isLessThan(60_000);
		}
		finally {
			for (RawCaller caller : kept) {
				caller.close();
			}
		}
	}

}
