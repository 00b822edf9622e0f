package dev.honeyrelay;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.memory.ByteBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Some minutes of everything at once: hits, misses, faults and callers that hang up. At
 * the end nothing has grown and nothing is held. Run with {@code mvn -Psoak verify}.
 */
@Tag("soak")
class SoakTests {

	private static final Duration DURATION = Duration.parse(System.getProperty("soak.duration", "PT3M"));

	private static final int CALLERS = 32;

	private final ConcurrentMap<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

	@Test
	void nothingGrowsAndNothingIsHeld() throws Exception {
		try (Stage stage = Stage.open("--relay.upstream.deadline=2s", "--relay.upstream.circuit.open-for=100ms",
				"--relay.cache.max-size=8MB", "--relay.cache.max-entry=4MB")) {
			stage.upstream().onOthers(SoakTests::misbehave);
			run(stage, DURATION.dividedBy(4));
			stage.upstream().forget();
			long heapBefore = usedHeap();
			int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();

			run(stage, DURATION);

			settle(stage);
			stage.upstream().forget();
			long heapAfter = usedHeap();
			int threadsAfter = ManagementFactory.getThreadMXBean().getThreadCount();
			System.out.printf("soak: statuses %s, heap %d -> %d MB, threads %d -> %d%n", this.statuses,
					heapBefore >> 20, heapAfter >> 20, threadsBefore, threadsAfter);
			assertThat(heapAfter - heapBefore).as("growth of the heap").isLessThan(16L << 20);
			assertThat(threadsAfter).as("threads").isLessThanOrEqualTo(threadsBefore + 4);
			assertThat(this.statuses).containsKeys(200, 502);
		}
	}

	private void run(Stage stage, Duration duration) throws Exception {
		long end = System.nanoTime() + duration.toNanos();
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				Random random = new Random(i);
				all.add(callers.submit(() -> call(stage, random, end)));
			}
			for (Future<?> one : all) {
				one.get();
			}
		}
	}

	private Object call(Stage stage, Random random, long end) throws Exception {
		while (System.nanoTime() < end) {
			// Few runs, so that most reads are hits, and kinds of trouble by the run's
			// name.
			String run = "run-" + random.nextInt(100) + "-" + (random.nextInt(50) == 0 ? random.nextInt(100_000) : 0);
			String request = RunningRelay.request("GET", "/v1/runs/" + run + "/result");
			if (random.nextInt(500) == 0) {
				// What the stand-in remembers is not what is measured here.
				stage.upstream().forget();
			}
			try (RawCaller caller = stage.relay().connect()) {
				caller.send(request);
				if (random.nextInt(20) != 0) {
					this.statuses.computeIfAbsent(caller.receive().status(), (status) -> new LongAdder()).increment();
				}
			}
		}
		return "done";
	}

	private static void misbehave(Exchange exchange) throws java.io.IOException {
		String run = exchange.target().replaceFirst("^/v1/runs/", "").replaceFirst("/.*", "");
		byte[] good = ("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},\"run\":\"" + run
				+ "\",\"padding\":\"" + "x".repeat(Math.floorMod(run.hashCode(), 60_000)) + "\"}")
			.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
		switch (Math.floorMod(run.hashCode(), 20)) {
			case 0 -> exchange.close();
			case 1 -> Script.sends("HTTP/1.1 200 OK", "Content-Length: 100", "", "{").thenCloses().play(exchange);
			case 2 -> Script.answer("500 Oops", "text/html", "<h1>Oops</h1>").play(exchange);
			case 3 -> exchange.reset();
			case 4 -> Script.json("{\"broken\"").play(exchange);
			case 5 -> Script.json(Script.gzip(good), "Content-Encoding: gzip").play(exchange);
			default -> Script.json(good).play(exchange);
		}
	}

	private static void settle(Stage stage) {
		ByteBudget inFlight = stage.relay().component(ByteBudget.class);
		MeterRegistry meters = stage.relay().component(MeterRegistry.class);
		long all = 128L << 20;
		while (inFlight.free() != all || held(meters, "relay.upstream.travelling") > 0
				|| held(meters, "relay.upstream.waiting") > 0) {
			Thread.onSpinWait();
		}
		assertThat(held(meters, "relay.cache.size")).isLessThanOrEqualTo(8 << 20);
	}

	private static double held(MeterRegistry meters, String name) {
		return meters.get(name).gauges().stream().mapToDouble(Gauge::value).sum();
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
