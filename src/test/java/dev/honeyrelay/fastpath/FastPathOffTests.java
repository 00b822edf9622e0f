package dev.honeyrelay.fastpath;

import java.util.List;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;

import static dev.honeyrelay.fastpath.FastPathRelay.BEARER;
import static dev.honeyrelay.fastpath.FastPathRelay.HASTY;
import static dev.honeyrelay.fastpath.FastPathRelay.STILL;
import static dev.honeyrelay.fastpath.FastPathRelay.TARGETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A relay without the fast path does all that it does with it.
 */
class FastPathOffTests {

	private static final RawUpstream UPSTREAM = RawUpstream.start();

	private static RunningRelay relay;

	@BeforeAll
	static void start() {
		relay = FastPathRelay.startBefore(UPSTREAM, (STILL + " --relay.fast-path.enabled=false").split(" "));
	}

	@AfterAll
	static void stop() {
		relay.close();
	}

	@Test
	void nothingOfItIsThere() {
		for (Class<?> type : List.of(HeadCache.class, TargetCache.class, CachedAnswers.class,
				CachedAnswerConnections.class)) {
			assertThatExceptionOfType(NoSuchBeanDefinitionException.class).isThrownBy(() -> relay.component(type));
		}
	}

	@ParameterizedTest
	@MethodSource("targets")
	void whatIsStoredIsAnsweredInEveryForm(String target) throws Exception {
		int asked = UPSTREAM.asked();
		try (RawCaller caller = relay.connect()) {
			RawResponse plain = caller.send(RunningRelay.bare("GET", target, BEARER)).receive();
			RawResponse head = caller.send(RunningRelay.bare("HEAD", target, BEARER)).receive(true);
			RawResponse gzip = caller.send(RunningRelay.bare("GET", target, BEARER, "Accept-Encoding: gzip")).receive();
			RawResponse known = caller
				.send(RunningRelay.bare("GET", target, BEARER, "If-None-Match: " + plain.value("ETag")))
				.receive();

			assertThat(List.of(plain.status(), head.status(), gzip.status(), known.status())).containsExactly(200, 200,
					200, 304);
			assertThat(plain.value("Cache-Status")).startsWith("honeyhive-relay; hit");
			assertThat(gzip.value("Content-Encoding")).isEqualTo("gzip");
			assertThat(gzip.text()).isEqualTo(plain.text());
		}
		assertThat(UPSTREAM.asked()).isEqualTo(asked);
	}

	@Test
	void whoMayNotGetsNothing() {
		String target = TARGETS.getFirst();

		assertThat(FastPathRelay.get(relay, target, "X-Nothing: at all").status()).isEqualTo(401);
		assertThat(FastPathRelay.get(relay, target, BEARER + 'x').status()).isEqualTo(401);
		assertThat(FastPathRelay.get(relay, target, BEARER + "\r\nRelay-Project: secret").status()).isEqualTo(403);
	}

	@Test
	void limitsHold() {
		String hasty = "Authorization: Bearer " + HASTY;
		for (int request = 0; request < 6; request++) {
			assertThat(FastPathRelay.get(relay, TARGETS.getFirst(), hasty).status()).isEqualTo(200);
		}

		assertThat(FastPathRelay.get(relay, TARGETS.getFirst(), hasty).status()).isEqualTo(429);
	}

	@Test
	void readsAreToldOfAndCounted() {
		LogWatch log = LogWatch.anew();

		FastPathRelay.get(relay, TARGETS.getFirst(), BEARER + "\r\nX-Request-Id: off-1");

		FastPathRelay.awaitThat(() -> log.lines()
			.stream()
			.anyMatch((line) -> line.contains("audit") && line.contains("request_id=off-1")
					&& line.contains("outcome=\"hit\"")));
		assertThat(log.alarms()).isEmpty();
		assertThat(relay.component(MeterRegistry.class).get("relay.answers").timers()).isNotEmpty();
		assertThat(relay.atManagement(RunningRelay.bare("GET", "/actuator/health", "")).status()).isEqualTo(200);
	}

	static List<String> targets() {
		return TARGETS;
	}

}
