package dev.honeyrelay.server;

import java.io.IOException;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many fields a request may have, and how many connections there may be.
 */
@Timeout(120)
class ConnectionLimitsTests {

	private static final String LINE = "GET / HTTP/1.1\r\nHost: h\r\n";

	@Test
	void aRequestHasAHundredFieldsAtMost() throws Exception {
		RunningRelay relay = Stage.shared().relay();
		String hundred = LINE + "a: b\r\n".repeat(99);

		assertThat(relay.send(hundred + "\r\n").status()).isNotEqualTo(431);
		ProblemDocument.check(relay.send(hundred + "a: b\r\n\r\n"), 431, "header-fields-too-large");
		assertThat(relay.atManagement(hundred + "a: b\r\n\r\n").status()).isEqualTo(431);
	}

	@Test
	void beyondTheMostConnectionsTheNewestIsRefused() throws Exception {
		String good = RunningRelay.request("GET", "/v1/runs/good/result");
		try (RunningRelay relay = RunningRelay.start(RawUpstream.start().baseUrl(),
				"--relay.callers.max-connections=2"); RawCaller first = relay.connect()) {
			assertThat(first.send(good).receive().status()).isEqualTo(200);
			try (RawCaller second = relay.connect(); RawCaller third = relay.connect()) {
				assertThat(second.send(good).receive().status()).isEqualTo(200);
				assertThat(third.isClosed()).isTrue();
				assertThat(first.send(good).receive().status()).isEqualTo(200);
				assertThat(cut(relay, "max-connections")).isPositive();
			}

			assertThat(isLetIn(relay, good)).isTrue();
		}
	}

	private static double cut(RunningRelay relay, String reason) {
		return relay.component(MeterRegistry.class)
			.get("relay.connections.cut")
			.tag("reason", reason)
			.counter()
			.count();
	}

	// Who has been let in closes a moment before it is seen to have gone.
	private static boolean isLetIn(RunningRelay relay, String good) throws IOException {
		for (int attempt = 0; attempt < 1_000; attempt++) {
			try (RawCaller next = relay.connect()) {
				if (next.send(good).receive().status() == 200) {
					return true;
				}
			}
			catch (IOException ex) {
				Thread.onSpinWait();
			}
		}
		return false;
	}

}
