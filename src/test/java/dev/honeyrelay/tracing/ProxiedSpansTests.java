package dev.honeyrelay.tracing;

import java.util.List;

import dev.honeyrelay.harness.ForwardProxy;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.SpanCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans leave through the proxy, too.
 */
@Timeout(120)
class ProxiedSpansTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	@Test
	void spansGoThroughTheProxy() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		SpanCollector collector = SpanCollector.start();
		try (ForwardProxy proxy = ForwardProxy.start();
				RunningRelay relay = RunningRelay.start(upstream.baseUrl(), collector.settingsFor("collector.test",
						"--management.opentelemetry.tracing.export.otlp.headers.x-tenant=relay",
						"--management.opentelemetry.tracing.export.otlp.compression=gzip",
						"--relay.upstream.proxy=" + proxy.urlWithPassword(), "--relay.upstream.no-proxy=127.0.0.1"))) {
			proxy.answers("HTTP/1.1 503 Not now");
			relay.get("/v1/runs/a/result", "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01");
			org.awaitility.Awaitility.await().until(() -> !proxy.lines().isEmpty());
			proxy.heals();

			assertThat(collector.await(TRACE, "GET /v1/runs/{run}/result")).isNotEmpty();
			assertThat(proxy.lines())
				.allMatch((line) -> line.matches("POST http://collector\\.test:\\d+/v1/traces HTTP/1\\.1"));
			assertThat(proxy.field("proxy-authorization")).isEqualTo(ForwardProxy.basic());
			assertThat(proxy.field("x-tenant")).isEqualTo("relay");
			assertThat(proxy.field("content-type")).isEqualTo("application/x-protobuf");
			assertThat(List.of(upstream.asked())).containsExactly(1);
		}
		finally {
			collector.close();
		}
	}

}
