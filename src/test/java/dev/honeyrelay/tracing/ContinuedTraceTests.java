package dev.honeyrelay.tracing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.States;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The trace of a caller goes on to HoneyHive although nothing is exported.
 */
@Timeout(60)
class ContinuedTraceTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private static final String PARENT = "traceparent: 00-" + TRACE + '-' + SPAN + '-';

	private final Stage stage = Stage.shared();

	private final String run = this.stage.newRun();

	private final String target = "/v1/runs/" + this.run + "/result";

	@ParameterizedTest
	@ValueSource(strings = { "00", "01" })
	void aCallersTraceGoesOnUnderAnotherSpan(String flags) {
		this.stage.relay().get(this.target, PARENT + flags, "tracestate: one=1,other=2");

		String parent = only(asked().getFirst(), "traceparent");
		assertThat(parent).matches("00-" + TRACE + "-[0-9a-f]{16}-" + flags).doesNotContain(SPAN);
		assertThat(only(asked().getFirst(), "tracestate")).isEqualTo("one=1,other=2");
	}

	@Test
	void bothRequestsOfATripBelongToTheTrace() {
		this.stage.relay().get("/v1/runs/" + this.run + "/metrics", PARENT + "01");

		assertThat(asked()).hasSize(2)
			.allSatisfy((exchange) -> assertThat(only(exchange, "traceparent")).contains(TRACE));
	}

	@Test
	void aLookForOneWhoWaitsBelongsToTheTrace() {
		this.stage.relay().get(this.target, PARENT + "01", "Prefer: wait=5, still=0");

		assertThat(only(asked().getFirst(), "traceparent")).contains(TRACE);
	}

	@Test
	void baggageAndOtherWaysToSpellATraceStayHere() {
		this.stage.relay()
			.get(this.target, PARENT + "01", "baggage: user=me", "b3: " + TRACE + '-' + SPAN + "-1", "X-B3-TraceId: 1",
					"uber-trace-id: 1:1:0:1");

		assertThat(asked().getFirst().head().stream().map((line) -> line.replaceAll(":.*", "")).skip(1))
			.containsExactlyInAnyOrder("host", "Accept", "Accept-Encoding", "Authorization", "User-Agent",
					"traceparent");
	}

	@Test
	void withoutATraceThereIsNone() {
		this.stage.relay().get(this.target, "tracestate: one=1");

		assertThat(asked().getFirst().head()).noneMatch((line) -> line.startsWith("trace"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
			"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-more",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
					+ "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203332-01" })
	void aMalformedTraceIsIgnored(String parent) {
		RawResponse answer = this.stage.relay().get(this.target, "traceparent: " + parent, "tracestate: one=1");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(asked().getFirst().head()).noneMatch((line) -> line.startsWith("trace"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "one=\u00e9", "=", "one" })
	void aMalformedOrLongStateIsLeftOut(String state) {
		this.stage.relay().get(this.target, PARENT + "01", "tracestate: " + state);
		this.stage.relay()
			.get("/v1/runs/" + this.run + "-long/result", PARENT + "01", "tracestate: long=" + "x".repeat(255),
					"tracestate: longer=" + "x".repeat(255));

		assertThat(this.stage.upstream().last().values("traceparent")).hasSize(1);
		assertThat(this.stage.upstream().last().values("tracestate")).isEmpty();
		assertThat(asked().getFirst().values("traceparent")).hasSize(1);
		assertThat(asked().getFirst().values("tracestate")).isEmpty();
	}

	@Test
	void aTripBelongsToTheTraceOfWhoSetOut() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		this.stage.upstream().on(this.run, Script.json(RawUpstream.goodBody(this.run)).after(gate));
		String other = PARENT.replace(TRACE, "1".repeat(32));
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<RawResponse> first = callers.submit((Callable<RawResponse>) () -> get(PARENT));
			States.await(() -> !asked().isEmpty());
			List<Future<RawResponse>> joining = List.of(callers.submit((Callable<RawResponse>) () -> get(other)),
					callers.submit((Callable<RawResponse>) () -> this.stage.relay().get(this.target)));
			gate.countDown();

			assertThat(first.get().status()).isEqualTo(200);
			for (Future<RawResponse> joined : joining) {
				assertThat(joined.get().status()).isEqualTo(200);
			}
		}
		assertThat(asked()).hasSize(1);
		assertThat(only(asked().getFirst(), "traceparent")).contains(TRACE);
	}

	@Test
	void retriesBelongToTheTrace() {
		AtomicInteger attempts = new AtomicInteger();
		try (Stage patient = Stage.open("--relay.upstream.retry.backoff=1ms")) {
			patient.upstream().on("again", (exchange) -> {
				Script answer = (attempts.incrementAndGet() < 3)
						? Script.answer("503 Not now", "application/json", "{}")
						: Script.json(RawUpstream.goodBody("again"));
				answer.play(exchange);
			});

			assertThat(patient.relay().get("/v1/runs/again/result", PARENT + "01").status()).isEqualTo(200);
			assertThat(patient.upstream().asked("again")).hasSize(3)
				.allSatisfy((exchange) -> assertThat(only(exchange, "traceparent")).contains(TRACE));
		}
	}

	@Test
	void theLogNamesTheTrace() {
		this.stage.upstream().on(this.run, Script.answer("500 Oops", "text/html", "oops"));
		LogWatch log = LogWatch.anew();

		this.stage.relay().get(this.target, PARENT + "01", "X-Request-Id: mine");

		assertThat(log.warnings()).singleElement()
			.asString()
			.contains("upstream unavailable", "trace.id=" + TRACE, "request_id=mine");
	}

	@Test
	void theAuditLogNamesTheTraceWhicheverWayTheAnswerTook() {
		LogWatch log = LogWatch.anew();
		for (int i = 0; i < 3; i++) {
			this.stage.relay().get(this.target, PARENT + "01", "X-Request-Id: " + this.run + '-' + i);
		}

		States.await(() -> audited(log).size() >= 3);
		assertThat(audited(log)).allMatch((line) -> line.contains("trace.id=" + TRACE));
	}

	@Test
	void nothingIsKeptOrSentAnywhere() {
		RunningRelay relay = this.stage.relay();

		assertThat(relay.component(TraceChoice.class).share()).isNull();
		assertThatThrownBy(() -> relay.component(SpanExporter.class)).isInstanceOf(NoSuchBeanDefinitionException.class);
		assertThatThrownBy(() -> relay.component(SpanProcessor.class))
			.isInstanceOf(NoSuchBeanDefinitionException.class);
	}

	private RawResponse get(String parent) {
		return this.stage.relay().get(this.target, parent + "01");
	}

	private List<String> audited(LogWatch log) {
		return log.lines().stream().filter((line) -> line.contains("request_id=" + this.run)).toList();
	}

	private List<Exchange> asked() {
		return this.stage.upstream().asked(this.run);
	}

	private static String only(Exchange exchange, String name) {
		assertThat(exchange.values(name)).hasSize(1);
		return exchange.values(name).getFirst();
	}

}
