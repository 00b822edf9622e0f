package dev.honeyrelay.web;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.run.ByteBudget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that take their time, and many that do nothing.
 */
@Timeout(60)
class SlowCallersTests {

	private static final String GOOD = RunningRelay.request("GET", "/v1/runs/good/result");

	private static Stage stage;

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.callers.header-timeout=1s", "--relay.callers.idle-timeout=4s");
	}

	@AfterAll
	static void close() {
		stage.close();
	}

	@Test
	void aHeaderThatDripsIsCutThoughEachByteIsASignOfLife() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			caller.send("GET /v1/runs/good/result HTTP/1.1\r\nX-Drip: ");
			while (!caller.isClosed()) {
				caller.send("a");
			}
		}
	}

	@Test
	void aConnectionThatWaitsBetweenRequestsIsNotCut() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			caller.send(GOOD).receive();
			assertThat(caller.isClosed()).isFalse();

			assertThat(caller.send(GOOD).receive().status()).isEqualTo(200);
		}
	}

	@Test
	void twoThousandIdleConnectionsKeepNobodyWaiting() throws Exception {
		List<RawCaller> idle = new ArrayList<>();
		try {
			for (int i = 0; i < 2000; i++) {
				idle.add(stage.relay().connect());
			}

			assertThat(stage.relay().send(GOOD).status()).isEqualTo(200);
		}
		finally {
			for (RawCaller caller : idle) {
				caller.close();
			}
		}
	}

	@Test
	void aConnectionThatIsKeptTakesLittleMemory() throws Exception {
		List<RawCaller> kept = new ArrayList<>();
		try {
			long before = usedMemory();
			for (int i = 0; i < 300; i++) {
				kept.add(stage.relay().connect());
				for (int request = 0; request < 3; request++) {
					assertThat(kept.getLast().send(GOOD).receive().status()).isEqualTo(200);
				}
			}

			assertThat((usedMemory() - before) / kept.size()).isLessThan(60_000);
		}
		finally {
			for (RawCaller caller : kept) {
				caller.close();
			}
		}
	}

	@Test
	void aCallerThatTakesNothingIsCutWithoutAnAlarm() throws Exception {
		ByteBudget inFlight = stage.relay().component(ByteBudget.class);
		long all = inFlight.free();
		stage.upstream().on("large", Script.json("{\"a\":\"" + "x".repeat(20_000_000) + "\"}"));
		LogWatch log = LogWatch.anew();
		try (RawCaller caller = stage.relay().connect()) {
			caller.send(RunningRelay.request("GET", "/v1/runs/large/result"));
			while (inFlight.free() == all) {
				Thread.onSpinWait();
			}
			while (inFlight.free() < all) {
				Thread.onSpinWait();
			}
		}

		assertThat(stage.relay().send(GOOD).status()).isEqualTo(200);
		assertThat(log.alarms()).isEmpty();
	}

	@Test
	void aBodyWithoutEndIsNeitherReadNorKept() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			caller.send(GOOD.replace("\r\n\r\n", "\r\nContent-Length: 1073741824\r\n\r\n") + "x".repeat(100_000));

			assertThat(caller.receive().status()).isEqualTo(200);
			assertThat(caller.isClosed()).isTrue();
		}
	}

	private static long usedMemory() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
