package dev.honeyrelay.upstream;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is asked of HoneyHive at an unusual base URL.
 */
class BaseUrlAtWorkTests {

	@Test
	void aHostWithAnUnderscoreIsLookedUp() {
		try (RunningRelay relay = RunningRelay.start("http://honey_hive.invalid:8080",
				"--relay.upstream.retry.max-attempts=1")) {
			RawResponse answer = relay.get("/v1/runs/a/result");

			ProblemDocument.check(answer, 502, "upstream-unreachable");
			assertThat(answer.text()).contains("(dns)");
		}
	}

	@Test
	void aPrefixArrivesAsItIsWritten() {
		RawUpstream upstream = RawUpstream.start();
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl().replace("http:", "HTTP:") + "/a%20b%2Fc/")) {
			assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			assertThat(upstream.last().target()).isEqualTo("/a%20b%2Fc/v1/runs/a/result");
		}
	}

}
