package dev.honeyrelay.upstream;

import java.time.Duration;

import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long connections to HoneyHive are used, and what it means when one breaks.
 */
@Timeout(120)
class ConnectionLifetimeTests {

	@Test
	void aConnectionInUseIsReplacedAfterItsLifetime() {
		RawUpstream upstream = RawUpstream.start();
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl(),
				"--relay.upstream.connection-lifetime=500ms")) {
			long start = System.nanoTime();
			relay.get("/v1/runs/first/result");
			int first = upstream.last().connection();
			int number = 0;
			// An answer may leave before its connection is free again: two may take
			// turns.
			for (int others = 0; others < 4;) {
				relay.get("/v1/runs/run-" + number++ + "/result");
				others = (upstream.last().connection() == first) ? 0 : others + 1;
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
			}

			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
		}
	}

	@Test
	void aConnectionWithoutUseIsClosed() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		upstream.on("idle", Script.json(RawUpstream.goodBody("idle")).then((exchange) -> {
			assertThat(exchange.waitsForClose(Duration.ofSeconds(20))).isTrue();
			exchange.close();
		}));
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl(), "--relay.upstream.connection-idle=300ms")) {
			relay.get("/v1/runs/idle/result");

			assertThat(upstream.last().isOver()).isTrue();
		}
	}

	@Test
	void aKeptConnectionThatBreaksLateHadTheQuestion() {
		RawUpstream upstream = RawUpstream.start();
		upstream.on("slow", (exchange) -> {
			exchange.waitsForClose(Duration.ofSeconds(1));
			exchange.close();
		});
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl(), "--relay.upstream.retry.max-attempts=1",
				"--relay.upstream.connect-timeout=500ms")) {
			relay.get("/v1/runs/first/result");

			ProblemDocument.check(relay.get("/v1/runs/slow/result"), 502, "upstream-unreachable");
			assertThat(upstream.asked("slow")).extracting(Exchange::connection).hasSize(1);
		}
	}

	@Test
	void whatIsAskedAgainHasWhatIsLeftOfTheDeadline() {
		RawUpstream upstream = RawUpstream.start();
		upstream.on("slow", Scripts.inTurn((exchange) -> {
			exchange.waitsForClose(Duration.ofSeconds(2));
			exchange.close();
		}, Script.hangs()));
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl(), "--relay.upstream.deadline=4s",
				"--relay.upstream.connect-timeout=3s")) {
			relay.get("/v1/runs/first/result");
			long start = System.nanoTime();

			ProblemDocument.check(relay.get("/v1/runs/slow/result"), 504, "upstream-timeout");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(3600),
					Duration.ofMillis(5500));
			assertThat(upstream.asked("slow")).hasSize(2);
		}
	}

}
