package dev.honeyrelay.fastpath;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.TestTokens;
import dev.honeyrelay.access.DoorKeeper;
import dev.honeyrelay.access.FastPathAuthenticator;
import dev.honeyrelay.api.AnswerMetrics;
import dev.honeyrelay.api.OutgoingAnswers;
import dev.honeyrelay.api.ParsedTarget;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.credentials.TestCredentials;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.logging.BatchedConsole;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Rig;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.server.CallerProperties;
import dev.honeyrelay.server.ConnectionCuts;
import dev.honeyrelay.tracing.TraceChoice;
import dev.honeyrelay.upstream.UpstreamOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which requests are answered from the store ahead of all else, with what, and what is
 * counted and told of them.
 */
class CachedAnswersTests {

	private static final String TARGET = "/v1/runs/a/result";

	private static final String BEARER = "Authorization: Bearer good";

	private static final TestCredentials FILE = new TestCredentials("""
			projects: { search-quality: { api-key: hh_search }, support: { api-key: hh_support } }
			callers: { ada: { tokens: [ { sha256: %s } ], projects: [search-quality] } }
			""".formatted(TestTokens.sha256("good")));

	private final Rig rig = new Rig();

	private final ByteBudget budget = new ByteBudget(1_000_000);

	private final AnnotationConfigApplicationContext context = context(this.budget, this.rig.time);

	private final TargetCache targets = new TargetCache();

	private final CachedAnswers answers = answers(3, new TraceChoice(null));

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whatIsStoredAndFreshIsSentCountedAndTold() {
		store("the answer");
		LogWatch log = LogWatch.anew();
		HttpFields.Mutable fields = HttpFields.build();

		CachedHttpResponse answer = this.answers.answer(read("GET", BEARER, "X-Request-Id: of-the-caller"), fields);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headOnly()).isFalse();
		assertThat(text(answer)).isEqualTo("the answer");
		assertThat(answer.fields()).isSameAs(fields);
		assertThat(fields.get("X-Request-Id")).isEqualTo("of-the-caller");
		assertThat(fields.get("Vary")).isEqualTo(RawResponse.VARY);
		assertThat(fields.getFieldNamesCollection()).contains("ETag", "Cache-Status", "Age");
		assertThat(meters().get("relay.answers.ahead").functionCounter().count()).isOne();
		assertThat(log.lines()).isEmpty();
		answer.sent().run();
		assertThat(answer.transfer().isOver()).isTrue();
		assertThat(meters().get("relay.answers").tag("outcome", "hit").timer().count()).isOne();
		assertThat(log.lines()).singleElement()
			.asString()
			.contains("caller=\"ada\"", "project=\"search-quality\"", "outcome=\"hit\"", "status=\"200\"",
					"bytes=\"10\"", "request_id=of-the-caller");
	}

	@Test
	void aCallerThatAsksForNoBytesGetsNone() {
		store("the answer");
		String tag = respond("GET", BEARER).fields().get("ETag");
		CachedHttpResponse known = respond("GET", BEARER, "If-None-Match: " + tag);
		CachedHttpResponse head = respond("HEAD", BEARER);

		assertThat(known.status()).isEqualTo(304);
		assertThat(known.body().hasRemaining()).isFalse();
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.headOnly()).isTrue();
		assertThat(head.body().hasRemaining()).isFalse();
	}

	@Test
	void whatIsNotStoredOrFreshGoesTheOrdinaryWayAndIsNotCounted() {
		this.targets.answeredFromStore(HttpURI.from(TARGET), target(null));
		for (int times = 0; times < 5; times++) {
			assertThat(respond("GET", BEARER)).isNull();
		}
		store("the answer");
		assertThat(respond("GET", BEARER)).isNotNull();
		this.rig.time.advance(Duration.ofDays(2));
		assertThat(respond("GET", BEARER)).isNull();
		assertThat(meters().get("relay.answers.ahead").functionCounter().count()).isOne();
	}

	@Test
	void whoHasReachedItsLimitGoesTheOrdinaryWay() {
		store("the answer");
		for (int times = 0; times < 3; times++) {
			assertThat(respond("GET", BEARER)).isNotNull();
		}
		assertThat(respond("GET", BEARER)).isNull();
		assertThat(this.budget.free()).isEqualTo(this.budget.size());
	}

	@Test
	void whatTheCallerMayNotReadGoesTheOrdinaryWay() {
		store("the answer");
		this.targets.answeredFromStore(HttpURI.from("/other"), target("support"));

		assertThat(respond("GET", BEARER, "Relay-Project: support")).isNull();
		assertThat(
				this.answers.answer(this.answers.read(DoorKeeper.request("GET", "/other", BEARER)), HttpFields.build()))
			.isNull();
	}

	@Test
	void onlyWhatIsSmallIsCompressedAtOnce() {
		store("x".repeat(4096));
		assertThat(respond("GET", BEARER, "Accept-Encoding: gzip").fields().get("Content-Encoding")).isEqualTo("gzip");
		Answer.Content large = store("x".repeat(4097), "b");
		assertThat(respond("GET", "/b", BEARER, "Accept-Encoding: gzip")).isNull();
		assertThat(respond("GET", "/b", BEARER)).isNotNull();
		large.representation().content(ContentCoding.GZIP);
		assertThat(respond("GET", "/b", BEARER, "Accept-Encoding: gzip").fields().get("Content-Encoding"))
			.isEqualTo("gzip");
	}

	@Test
	void whatIsKnownIsNotCompressedForThat() {
		Answer.Content large = store("x".repeat(4097));
		String tag = large.representation().entityTag(ContentCoding.GZIP);

		assertThat(respond("GET", BEARER, "Accept-Encoding: gzip", "If-None-Match: " + tag).status()).isEqualTo(304);
	}

	@Test
	void whatIsLargeIsCountedFirstAndSentIfThereIsRoom() {
		Answer.Content large = store("x".repeat(128 * 1024 + 1));
		store("x".repeat(128 * 1024), "b");
		CachedHttpResponse answer = respond("GET", BEARER);
		assertThat(this.budget.size() - this.budget.free()).isGreaterThan(128 * 1024);
		answer.sent().run();
		assertThat(this.budget.free()).isEqualTo(this.budget.size());

		this.budget.lease().take(this.budget.size());
		assertThat(respond("GET", BEARER)).isNull();
		assertThat(respond("HEAD", BEARER)).isNotNull();
		String tag = large.representation().entityTag(ContentCoding.IDENTITY);
		CachedAnswers others = answers(0, new TraceChoice(null));
		assertThat(others.answer(read("GET", BEARER, "If-None-Match: " + tag), HttpFields.build()).status())
			.isEqualTo(304);
		assertThat(others.answer(others.read(DoorKeeper.request("GET", "/b", BEARER)), HttpFields.build())).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization: Bearer bad", "Authorization: Bearer good; Prefer: wait=1",
			"Authorization: Bearer good; Accept: text/html" })
	void whatMayBeAnsweredOtherwiseIsNotRead(String fields) {
		store("the answer");

		assertThat(read("GET", fields.split("; "))).isNull();
	}

	@Test
	void onlyReadsOfKnownTargetsAreRead() {
		store("the answer");

		assertThat(read("GET", BEARER).head()).isFalse();
		assertThat(read("HEAD", BEARER).head()).isTrue();
		assertThat(read("POST", BEARER)).isNull();
		assertThat(this.answers.read(DoorKeeper.request("GET", TARGET + "?x=1", BEARER))).isNull();
	}

	@Test
	void whatTakesLongToReadIsNotRead() {
		store("the answer");

		assertThat(read("GET", BEARER, "If-None-Match: " + "x".repeat(1021), "Accept: */*")).isNotNull();
		assertThat(read("GET", BEARER, "If-None-Match: " + "x".repeat(1022), "Accept: */*")).isNull();
		assertThat(read("GET", BEARER, "X-Other: " + "x".repeat(2000))).isNotNull();
	}

	@Test
	void whatIsTracedGoesTheOrdinaryWayAndWhatWasDrawnIsDrawnAnew() {
		store("the answer");

		assertThat(read("GET", BEARER).drawn()).isFalse();
		assertThat(answers(3, new TraceChoice(0.0)).read(DoorKeeper.request("GET", TARGET, BEARER)).drawn()).isTrue();
		assertThat(answers(3, new TraceChoice(1.0)).read(DoorKeeper.request("GET", TARGET, BEARER))).isNull();
	}

	private Answer.Content store(String text) {
		return store(text, "a");
	}

	private Answer.Content store(String text, String run) {
		this.rig.honeyHive.comesTo((query) -> new UpstreamOutcome.Answered(
				Sighting.of(text, this.rig.time.instant()).touched(Duration.ofDays(1)).seen(), List.of(),
				new ByteBudget(1).lease()));
		this.targets.answeredFromStore(HttpURI.from(run.equals("a") ? TARGET : "/" + run),
				new ParsedTarget(Operation.RESULT, List.of(new RunId(run)), Questions.parameters(), null));
		return (Answer.Content) this.rig.results.answer(Questions.result(run));
	}

	private ParsedHead read(String method, String... fields) {
		return this.answers.read(DoorKeeper.request(method, TARGET, fields));
	}

	private CachedHttpResponse respond(String method, String first, String... fields) {
		String target = first.startsWith("/") ? first : TARGET;
		List<String> all = new ArrayList<>(List.of(fields));
		if (!first.startsWith("/")) {
			all.addFirst(first);
		}
		return this.answers.answer(this.answers.read(DoorKeeper.request(method, target, all.toArray(String[]::new))),
				HttpFields.build());
	}

	private SimpleMeterRegistry meters() {
		return this.context.getBean(SimpleMeterRegistry.class);
	}

	private CachedAnswers answers(int perMinute, TraceChoice traces) {
		FastPathAuthenticator authenticator = DoorKeeper.of(FILE, perMinute, () -> 0);
		return new CachedAnswers(this.targets, authenticator, this.rig.results,
				this.context.getBean(AnswerMetrics.class), traces, this.context.getBean(OutgoingAnswers.class),
				this.context.getBean(BatchedConsole.class));
	}

	private static ParsedTarget target(String project) {
		return new ParsedTarget(Operation.RESULT, List.of(new RunId("a")), Questions.parameters(), project);
	}

	private static String text(CachedHttpResponse answer) {
		return BufferUtil.toString(answer.body(), StandardCharsets.UTF_8);
	}

	/** Returns what production makes of the API's beans. */
	static AnnotationConfigApplicationContext context(ByteBudget budget, Ticker ticker) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(SimpleMeterRegistry.class);
		context.registerBean(Ticker.class, () -> ticker);
		context.registerBean(ByteBudget.class, () -> budget);
		context.registerBean(CallerProperties.class,
				() -> Binder.get(context.getEnvironment()).bindOrCreate("relay.callers", CallerProperties.class));
		context.registerBean(ConnectionCuts.class);
		context.registerBean(OutgoingAnswers.class);
		context.registerBean(BatchedConsole.class);
		context.registerBean(AnswerMetrics.class);
		context.refresh();
		return context;
	}

}
