package dev.honeyrelay.results;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a trace shows of a look-up and of a trip to HoneyHive.
 */
class ResultSpansTests {

	private static final RunQuery QUERY = result("ci-48213", "filters=[]");

	private static final UpstreamOutcome MISSING = new UpstreamOutcome.NotFound(true);

	private final List<SpanData> ended = new CopyOnWriteArrayList<>();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.setSampler(Sampler.parentBased(Sampler.alwaysOn()))
		.addSpanProcessor(new Ended(this.ended))
		.build();

	private final Tracer tracer = this.provider.get("test");

	private final ResultSpans spans = new ResultSpans(this.tracer);

	@AfterEach
	void end() {
		this.provider.close();
	}

	@Test
	void aLookUpTellsWhatIsAskedAndWhetherItWasFound() {
		StoredResponse stored = stored();
		try (Scope _ = this.tracer.spanBuilder("request").startSpan().makeCurrent()) {
			assertThat(this.spans.lookUp(QUERY, () -> stored)).isSameAs(stored);
			assertThat(this.spans.lookUp(QUERY, () -> null)).isNull();
		}

		assertThat(this.ended).extracting(SpanData::getName).containsExactly("look-up", "look-up");
		assertThat(this.ended).extracting((span) -> span.getAttributes().get(AttributeKey.booleanKey("relay.found")))
			.containsExactly(true, false);
		assertThat(this.ended).allSatisfy((span) -> assertThat(span.getAttributes().toString())
			.contains("search-quality", "relay.operation=result")
			.doesNotContain("filters"));
	}

	@Test
	void aTripIsAClientsAndTheParentOfWhatHappensOnIt() {
		try (Scope _ = this.tracer.spanBuilder("request").startSpan().makeCurrent()) {
			assertThat(this.spans.forward(QUERY, () -> {
				this.tracer.spanBuilder("attempt").startSpan().end();
				return MISSING;
			})).isSameAs(MISSING);
		}

		SpanData attempt = this.ended.getFirst();
		SpanData forward = this.ended.getLast();
		assertThat(forward.getName()).isEqualTo("forward");
		assertThat(forward.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(forward.getAttributes().toString()).contains("relay.outcome=" + MISSING.label());
		assertThat(forward.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(attempt.getParentSpanId()).isEqualTo(forward.getSpanId());
	}

	@Test
	void aTripThatHoneyHiveDoesNotAnswerIsAnError() {
		UpstreamOutcome outage = new UpstreamOutcome.Unavailable(Outage.of(Outage.Kind.FAILED, 503));
		try (Scope _ = this.tracer.spanBuilder("request").startSpan().makeCurrent()) {
			this.spans.forward(QUERY, () -> outage);
		}

		assertThat(this.ended).singleElement()
			.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
	}

	@Test
	void whatThrowsEndsItsSpan() {
		try (Scope _ = this.tracer.spanBuilder("request").startSpan().makeCurrent()) {
			assertThatIllegalStateException().isThrownBy(() -> this.spans.lookUp(QUERY, () -> {
				throw new IllegalStateException("lost");
			}));
			assertThatIllegalStateException().isThrownBy(() -> this.spans.forward(QUERY, () -> {
				throw new IllegalStateException("lost");
			}));
		}

		assertThat(this.ended).extracting(SpanData::getName).containsExactly("look-up", "forward");
	}

	@Test
	void withoutATraceThereIsNoSpan() {
		assertThat(this.spans.lookUp(QUERY, ResultSpansTests::stored)).isNotNull();
		assertThat(this.spans.forward(QUERY, () -> MISSING)).isSameAs(MISSING);

		assertThat(this.ended).isEmpty();
	}

	@Test
	void aTraceThatIsNotRecordedGoesOnToHoneyHiveAndShowsNothing() {
		SpanContext theirs = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getDefault(), TraceState.getDefault());
		try (Scope _ = Context.current().with(Span.wrap(theirs)).makeCurrent()) {
			assertThat(this.spans.lookUp(QUERY, ResultSpansTests::stored)).isNotNull();
			this.spans.forward(QUERY, () -> {
				assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(theirs.getTraceId());
				assertThat(Span.current().getSpanContext().getSpanId()).isNotEqualTo(theirs.getSpanId());
				return MISSING;
			});
		}

		assertThat(this.ended).isEmpty();
	}

	private static StoredResponse stored() {
		Store store = new Store(new ManualTime(), Settings.with());
		store.responses().store(QUERY, Sighting.of("v1", ManualTime.START).seen());
		return store.responses().lookup(QUERY);
	}

	/**
	 * Keeps the spans that have ended.
	 */
	private record Ended(List<SpanData> spans) implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.spans.add(span.toSpanData());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
