package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Cause;
import dev.honeyrelay.response.Outage.Kind;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.wire.Deadline;
import dev.honeyrelay.upstream.wire.WireResponse;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is measured, remembered and told of trips to HoneyHive.
 */
class UpstreamMeterTests {

	private static final Project PROJECT = new Project(new ProjectName("one"), null, ApiKey.of("hh_of_meter_tests"));

	private static final Project OTHER = new Project(new ProjectName("two"), null, ApiKey.of("hh_of_meter_tests"));

	private static final RunQuery QUERY = new RunQuery(PROJECT.name(), Operation.RESULT, List.of(new RunId("a")),
			Parameters.NONE);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ManualTime time = new ManualTime();

	private final UpstreamBackoff pauses = new UpstreamBackoff(this.time);

	private final ProjectLimiters limiters = new ProjectLimiters(properties(), this.pauses, this.meters);

	private final UpstreamMetrics metrics = new UpstreamMetrics(this.meters, this.limiters, this.time);

	@Test
	void aTripIsTimedByItsOutcome() {
		UpstreamOutcome outcome = trip(new NotFound(true), 3);

		assertThat(outcome).isEqualTo(new NotFound(true));
		Timer timer = this.meters.get("relay.upstream.trips")
			.tags("project", "one", "operation", QUERY.operation().label(), "outcome", "not-found")
			.timer();
		assertThat(timer.count()).isOne();
		assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
	}

	@Test
	void aRequestIsTimedByItsStatusOrWhatThereWasInstead() {
		WireResponse.Lost lost = new WireResponse.Lost(Outage.unreachable(Cause.DNS), true);
		WireResponse.Received received = new WireResponse.Received(503, new HttpHeaders(),
				new WireResponse.Body(new byte[0], new ByteBudget(0).lease()), Instant.EPOCH);

		assertThat(request(lost)).isSameAs(lost);
		assertThat(request(received)).isSameAs(received);
		request(new WireResponse.Lost(Outage.of(Kind.TIMEOUT), false));

		for (List<String> tags : List.of(List.of("unreachable", "dns"), List.of("503", "none"),
				List.of("timeout", "none"))) {
			Timer timer = this.meters.get("relay.upstream.requests")
				.tags("project", "one", "status", tags.getFirst(), "cause", tags.getLast())
				.timer();
			assertThat(timer.totalTime(TimeUnit.SECONDS)).as("%s", tags).isEqualTo(2);
		}
	}

	@Test
	void aTripThatFailedIsToldOf() {
		LogWatch log = LogWatch.anew();
		trip(new Unavailable(Outage.unreachable(Cause.DNS)), 1);
		trip(new Unavailable(Outage.of(Kind.FAILED, 502)), 1);
		trip(new NotFound(true), 1);

		assertThat(log.warnings()).hasSize(2).allSatisfy((line) -> assertThat(line).contains("upstream unavailable"));
		assertThat(log.warnings().getFirst()).contains("unreachable", "dns", "1000");
		assertThat(log.warnings().getLast()).contains("failed", "502").doesNotContain("dns");
	}

	@Test
	void aTripThatDidNotSetOutIsNoWarning() {
		LogWatch log = LogWatch.anew();
		trip(new Unavailable(Outage.of(Kind.SUSPENDED)), 1);

		assertThat(log.warnings()).isEmpty();
	}

	@Test
	void whateverATripThrowsIsAnOutage() {
		LogWatch log = LogWatch.anew();
		UpstreamOutcome outcome = this.metrics.record(QUERY, () -> {
			throw new IllegalStateException("never logged");
		});

		assertThat(outcome).isInstanceOf(Unavailable.class);
		assertThat(log.warnings()).singleElement().asString().contains("IllegalStateException");
	}

	@Test
	void theLastSuccessAndTheLastFailureAreRemembered() {
		Instant start = ManualTime.START;
		assertThat(this.metrics.statusOf(PROJECT.name()))
			.isEqualTo(new ProjectStatus("closed", null, null, null, null, null));

		trip(new Unavailable(Outage.unreachable(Cause.DNS)), 1);
		assertThat(this.metrics.statusOf(PROJECT.name())).isEqualTo(
				new ProjectStatus("closed", null, start.plusSeconds(1), "unreachable", "dns", start.plusSeconds(1)));
		trip(new Unavailable(Outage.of(Kind.TIMEOUT)), 1);
		assertThat(this.metrics.statusOf(PROJECT.name()))
			.isEqualTo(new ProjectStatus("closed", null, start.plusSeconds(2), "timeout", null, start.plusSeconds(1)));
		trip(new Unavailable(Outage.of(Kind.OVERLOADED)), 1);
		trip(new NotFound(true), 1);
		assertThat(this.metrics.statusOf(PROJECT.name()))
			.isEqualTo(new ProjectStatus("closed", start.plusSeconds(4), start.plusSeconds(2), "timeout", null, null));
		trip(new NotFound(true), 1);
		assertThat(this.metrics.statusOf(PROJECT.name()).lastSuccess()).isEqualTo(start.plusSeconds(5));
		assertThat(this.metrics.statusOf(OTHER.name()).lastSuccess()).isNull();
	}

	@Test
	void aProjectThatIsTakenAwayIsForgotten() {
		trip(new NotFound(true), 1);
		ProjectLimiter limiter = this.limiters.of(PROJECT.name());
		assertThat(this.limiters.of(PROJECT.name())).isSameAs(limiter);

		this.metrics.keepOnly(Set.of(OTHER.name()));
		this.limiters.keepOnly(Set.of(OTHER.name()));

		assertThat(this.metrics.statusOf(PROJECT.name()).lastSuccess()).isNull();
		assertThat(this.limiters.of(PROJECT.name())).isNotSameAs(limiter);
	}

	@Test
	void theGaugesOfAProjectShowWhatIsUnderWay() {
		ProjectLimiter limiter = this.limiters.of(PROJECT.name());
		assertThat(gauge("relay.upstream.places")).isEqualTo(64);

		limiter.run((permits) -> {
			assertThat(gauge("relay.upstream.waiting")).isOne();
			permits.inTurn(Deadline.in(Duration.ofMinutes(1)), () -> {
				assertThat(gauge("relay.upstream.travelling")).isOne();
				assertThat(gauge("relay.upstream.waiting")).isZero();
				return new WireResponse.Lost(Outage.of(Kind.TIMEOUT), false);
			});
			return new NotFound(true);
		});
		assertThat(gauge("relay.upstream.travelling")).isZero();
	}

	@Test
	void theGaugesOfAProjectShowWhyHoneyHiveIsLeftAlone() {
		ProjectLimiter limiter = this.limiters.of(PROJECT.name());
		assertThat(gauge("relay.upstream.circuit.open")).isZero();
		for (int i = 0; i < 5; i++) {
			limiter.run((permits) -> new Unavailable(Outage.of(Kind.TIMEOUT)));
		}
		assertThat(gauge("relay.upstream.circuit.open")).isOne();

		this.pauses.note(PROJECT, new Unavailable(Outage.of(Kind.KEY_REFUSED, 401)));
		assertThat(paused()).isEqualTo(Map.of("key-refused", 1.0, "rate-limited", 0.0, "suspended", 0.0));
		this.pauses.note(PROJECT, new Unavailable(new Outage(Kind.RATE_LIMITED, 429, Duration.ofSeconds(40))));
		assertThat(paused()).isEqualTo(Map.of("key-refused", 0.0, "rate-limited", 1.0, "suspended", 0.0));
	}

	@Test
	void theSameNameForARunIsToldOfOncePerProject() {
		LogWatch log = LogWatch.anew();
		this.metrics.runNamedOtherwise(QUERY);
		this.metrics.runNamedOtherwise(QUERY);
		assertThat(log.lines()).filteredOn((line) -> line.contains("names a run otherwise")).hasSize(1);

		this.metrics.keepOnly(Set.of(PROJECT.name()));
		this.metrics.runNamedOtherwise(QUERY);
		assertThat(log.lines()).filteredOn((line) -> line.contains("names a run otherwise")).hasSize(1);
		this.metrics.keepOnly(Set.of(OTHER.name()));
		this.metrics.runNamedOtherwise(QUERY);
		assertThat(log.lines()).filteredOn((line) -> line.contains("names a run otherwise")).hasSize(2);
		assertThat(log.warnings()).isEmpty();
	}

	@Test
	void anAnswerToAnotherQuestionIsCountedAndToldOf() {
		LogWatch log = LogWatch.anew();
		this.metrics.answeredAnotherQuestion(QUERY);
		this.metrics.answeredAnotherQuestion(QUERY);

		assertThat(this.meters.get("relay.upstream.misaddressed").counter().count()).isEqualTo(2);
		assertThat(log.warnings()).hasSize(2);
	}

	private UpstreamOutcome trip(UpstreamOutcome outcome, int seconds) {
		return this.metrics.record(QUERY, () -> {
			this.time.advance(Duration.ofSeconds(seconds));
			return outcome;
		});
	}

	private WireResponse request(WireResponse reply) {
		return this.metrics.request(PROJECT.name(), () -> {
			this.time.advance(Duration.ofSeconds(2));
			return reply;
		});
	}

	private Map<String, Double> paused() {
		Map<String, Double> paused = new HashMap<>();
		this.meters.get("relay.upstream.paused")
			.gauges()
			.forEach((gauge) -> paused.put(gauge.getId().getTag("reason"), gauge.value()));
		return paused;
	}

	private double gauge(String name) {
		return this.meters.get(name).tag("project", "one").gauge().value();
	}

	private static UpstreamProperties properties() {
		return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("relay.upstream",
				UpstreamProperties.class);
	}

}
