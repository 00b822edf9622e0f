package dev.honeyrelay.api;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What balancers get that check whether the relay is there, as they do by default.
 */
class BalancerTests {

	private final RunningRelay relay = Stage.shared().relay();

	@ParameterizedTest
	@ValueSource(strings = { "OPTIONS / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: 10.0.0.1:8080\r\nUser-Agent: ELB-HealthChecker/2.0\r\nAccept:\r\n\r\n",
			"OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: https://a.test\r\nAccess-Control-Request-Method: GET\r\n\r\n",
			"OPTIONS * HTTP/1.0\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\nAuthorization: Basic eDp5\r\n\r\n",
			"GET /?check HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\n\r\n", "GET /?%zz HTTP/1.1\r\nHost: x\r\n\r\n" })
	void theRootAnswersWithOneConstantLine(String request) {
		RawResponse response = this.relay.send(request);

		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("HoneyHive Relay. How to call it: /docs\n");
		assertThat(response.value("Content-Type")).startsWith("text/plain");
	}

	@Test
	void headHasTheSameHeader() {
		RawResponse get = this.relay.send(bare("GET", "/"));
		RawResponse head = this.relay.send(bare("HEAD", "/"));

		assertThat(head.status()).isEqualTo(200);
		assertThat(head.names()).isEqualTo(get.names());
		assertThat(head.value("Content-Length")).isEqualTo(get.value("Content-Length"));
	}

	@Test
	void optionsSaysWhatWorks() {
		assertThat(this.relay.send(bare("OPTIONS", "/")).value("Allow")).isEqualTo("GET, HEAD, OPTIONS");
		assertThat(this.relay.send(bare("OPTIONS", "*")).value("Allow")).isEqualTo("GET, HEAD, OPTIONS");
	}

}
