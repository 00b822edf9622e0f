package dev.honeyrelay.tracing;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.SpanCollector;
import dev.honeyrelay.harness.Stage;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.harness.SpanCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * What a collector is told, once there is one.
 */
@Timeout(120)
class ExportedSpansTests {

	private static final String SPAN = "b7ad6b7169203331";

	private static final String RESULT = "GET /v1/runs/{run}/result";

	private static SpanCollector collector;

	private static Stage stage;

	private final String run = stage.newRun();

	private final String trace = "%032x".formatted(System.nanoTime());

	@BeforeAll
	static void open() throws IOException {
		collector = SpanCollector.start();
		stage = Stage.open(collector.settings("--management.tracing.sampling.probability=0",
				"--relay.upstream.retry.max-attempts=1", "--relay.upstream.deadline=1s"));
	}

	@AfterAll
	static void close() {
		stage.close();
		collector.close();
	}

	@Test
	void aMissIsALookUpAndATripToHoneyHive() {
		get("01");

		List<Span> spans = collector.await(this.trace, RESULT);
		Span request = named(spans, RESULT);
		Span lookUp = named(spans, "look-up");
		Span forward = named(spans, "forward");
		assertThat(spans).hasSize(3);
		assertThat(hex(request.getParentSpanId())).isEqualTo(SPAN);
		assertThat(lookUp.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(forward.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(request.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
		assertThat(forward.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
		assertThat(seenByHoneyHive()).isEqualTo("00-" + this.trace + '-' + hex(forward.getSpanId()) + "-01");
		assertThat(attributes(request)).contains(entry("http.request.method", "GET"),
				entry("http.route", "/v1/runs/{run}/result"), entry("http.response.status_code", "200"),
				entry("relay.cache_status", "honeyhive-relay; fwd=miss; stored"));
		assertThat(attributes(lookUp)).containsOnly(entry("relay.operation", "result"),
				entry("relay.project", "default"), entry("relay.found", "false"));
		assertThat(attributes(forward)).containsOnly(entry("relay.operation", "result"),
				entry("relay.project", "default"), entry("relay.outcome", "answered"));
	}

	@Test
	void aHitIsALookUpAlone() {
		// Twice, so that the fast path has learnt it, and leaves it to the filters.
		stage.relay().get("/v1/runs/" + this.run + "/result");
		stage.relay().get("/v1/runs/" + this.run + "/result");
		get("01");

		List<Span> spans = collector.await(this.trace, RESULT);
		assertThat(spans).extracting(Span::getName).containsExactlyInAnyOrder(RESULT, "look-up");
		assertThat(attributes(named(spans, "look-up"))).contains(entry("relay.found", "true"));
		assertThat(attributes(named(spans, RESULT)).get("relay.cache_status")).startsWith("honeyhive-relay; hit; ttl=");
	}

	@Test
	void whatFailedIsAnError() {
		stage.upstream().on(this.run, Script.hangs());
		get("01");

		List<Span> spans = collector.await(this.trace, RESULT);
		assertThat(attributes(named(spans, "forward"))).contains(entry("relay.outcome", "timeout"));
		assertThat(List.of(named(spans, "forward"), named(spans, RESULT)))
			.allMatch((span) -> span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR);
	}

	@Test
	void whoDoesNotWantSpansGetsNone() {
		get("00");
		get("/v1/runs/" + this.run + "-other/result", "1" + this.trace.substring(1), "01");

		collector.await("1" + this.trace.substring(1), RESULT);
		assertThat(collector.spans()).noneMatch((span) -> hex(span.getTraceId()).equals(this.trace));
		assertThat(seenByHoneyHive()).startsWith("00-" + this.trace).endsWith("-00").doesNotContain(SPAN);
	}

	@Test
	void aShareOfTheRequestsWithoutATraceBeginsOne() throws IOException {
		try (SpanCollector other = SpanCollector.start();
				Stage all = Stage.open(other.settings("--management.tracing.sampling.probability=1"))) {
			all.relay().get("/livez");
			all.relay().get("/v1/runs/new/result");
			String parent = all.upstream().last().values("traceparent").getFirst();

			List<Span> spans = other.await(parent.substring(3, 35), RESULT);
			assertThat(named(spans, RESULT).getParentSpanId().isEmpty()).isTrue();
			assertThat(hex(named(spans, "forward").getSpanId())).isEqualTo(parent.substring(36, 52));
			assertThat(spans).hasSameSizeAs(other.spans());
			assertThat(other.raw()).anyMatch((export) -> export.contains("honeyhive-relay"));
		}
		stage.relay().get("/v1/runs/" + this.run + "/result");
		assertThat(stage.upstream().last().values("traceparent")).isEmpty();
	}

	@Test
	void noSpanHoldsASecretAFilterOrWhatACallerWrote() {
		stage.upstream()
			.on(this.run,
					(exchange) -> Script
						.answer("422 No", "application/json",
								"{\"message\":\"" + exchange.values("Authorization") + "\"}")
						.play(exchange));
		get("/v1/runs/" + this.run + "/result?filters=the-filter", this.trace, "01");
		get("/WHAT-A-CALLER-WROTE", this.trace, "01");
		stage.relay().send("WHAT-A-CALLER-WROTE", "/v1/runs/" + this.run + "/result", parent(this.trace, "01"));

		collector.await(this.trace, RESULT);
		collector.await(this.trace, "_OTHER");
		assertThat(collector.raw()).isNotEmpty()
			.noneMatch((export) -> export.contains(RunningRelay.KEY) || export.contains(RunningRelay.TOKEN)
					|| export.contains("the-filter") || export.contains("CALLER-WROTE")
					|| export.contains(RawUpstream.goodBody(this.run)));
	}

	private void get(String flags) {
		get("/v1/runs/" + this.run + "/result", this.trace, flags);
	}

	private static void get(String target, String trace, String flags) {
		stage.relay().get(target, parent(trace, flags));
	}

	private static String parent(String trace, String flags) {
		return "traceparent: 00-" + trace + '-' + SPAN + '-' + flags;
	}

	private String seenByHoneyHive() {
		return stage.upstream().asked(this.run).getFirst().values("traceparent").getFirst();
	}

	private static Span named(List<Span> spans, String name) {
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	private static Map<String, String> attributes(Span span) {
		Map<String, String> attributes = new HashMap<>();
		for (KeyValue attribute : span.getAttributesList()) {
			var value = attribute.getValue();
			attributes.put(attribute.getKey(), switch (value.getValueCase()) {
				case STRING_VALUE -> value.getStringValue();
				case INT_VALUE -> Long.toString(value.getIntValue());
				case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
				default -> value.toString();
			});
		}
		return attributes;
	}

}
