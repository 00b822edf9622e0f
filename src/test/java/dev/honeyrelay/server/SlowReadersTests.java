package dev.honeyrelay.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.States;
import dev.honeyrelay.memory.ByteBudget;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that take less of an answer than the least rate.
 */
@Timeout(90)
class SlowReadersTests {

	private static final int LENGTH = 8 * 1024 * 1024;

	private static final String POLL = RunningRelay.request("GET", "/v1/runs/good/result");

	@Test
	void whoTakesTooLittleIsCutHoweverItAsksAndNobodyElseIs() throws Exception {
		try (Stage stage = Stage.open("--relay.callers.max-share=1", "--relay.cache.min-fresh=1h",
				"--relay.cache.first-fresh=1h")) {
			stage.upstream().onOthers(large());
			stage.upstream()
				.on("good", Script.json("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"}}"));
			ByteBudget budget = stage.relay().component(ByteBudget.class);
			LogWatch log = LogWatch.anew();
			List<RawCaller> slow = new ArrayList<>();
			for (String request : List.of(get("missed"), get("stored"), get("stored"),
					get("stored").replace("HTTP/1.1", "HTTP/1.0"), get("stored", "Connection: close"),
					get("stored", "X-A: " + "b"))) {
				slow.add(stage.relay().connect());
				slow.getLast().send(POLL).receive();
				slow.getLast().send(request).awaitAnswer();
			}
			assertThat(budget.free()).isLessThan(budget.size());

			try (RawCaller good = stage.relay().connect()) {
				States.await(() -> {
					assertThat(answer(good).status()).isEqualTo(200);
					return budget.free() == budget.size();
				});
			}

			assertThat(stage.relay()
				.component(MeterRegistry.class)
				.get("relay.connections.cut")
				.tag("reason", "min-rate")
				.counter()
				.count()).isEqualTo(slow.size());
			assertThat(log.alarms()).isEmpty();
			for (RawCaller caller : slow) {
				caller.close();
			}
		}
	}

	private static RawResponse answer(RawCaller caller) {
		try {
			return caller.send(POLL).receive();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String get(String run, String... headers) {
		return RunningRelay.request("GET", "/v1/runs/" + run + "/result", headers);
	}

	private static Script large() {
		Random random = new Random(4711);
		StringBuilder body = new StringBuilder(LENGTH + 200)
			.append("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},\"a\":\"");
		while (body.length() < LENGTH) {
			body.append(Long.toHexString(random.nextLong()));
		}
		return Script.json(body.append("\"}").toString().getBytes(StandardCharsets.ISO_8859_1));
	}

}
