package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.States;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Fingerprint;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Kind;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.wire.Deadline;
import dev.honeyrelay.upstream.wire.WireResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What opens and closes a project's circuit, and who gets its permits.
 */
class CircuitTests {

	private static final Deadline LATER = Deadline.in(Duration.ofMinutes(1));

	private static final WireResponse.Lost DONE = new WireResponse.Lost(Outage.of(Kind.INVALID), false);

	@ParameterizedTest
	@CsvSource({ "UNREACHABLE, ", "TIMEOUT, ", "FAILED, 408", "FAILED, 421", "FAILED, 425", "FAILED, 501",
			"FAILED, 502", "FAILED, 503" })
	void aHoneyHiveThatDoesNotAnswerOpensIt(Kind kind, Integer status) {
		ProjectLimiter limiter = limiter("window", "60s");

		assertThat(ends(limiter, kind, status, 4)).isEqualTo(State.CLOSED);
		assertThat(ends(limiter, kind, status, 1)).isEqualTo(State.OPEN);
		assertThat(limiter.run((permits) -> new NotFound(true)))
			.isEqualTo(new Unavailable(new Outage(Kind.SUSPENDED, null, Duration.ofSeconds(5))));
	}

	@ParameterizedTest
	@CsvSource({ "FAILED, 500", "FAILED, 404", "FAILED, ", "INVALID, 200", "TOO_LARGE, ", "KEY_REFUSED, 403",
			"KEY_REFUSED, ", "RATE_LIMITED, 429", "SUSPENDED, ", "OVERLOADED, " })
	void whatOneRunOrOneCallerCanCauseDoesNot(Kind kind, Integer status) {
		assertThat(ends(limiter("window", "60s"), kind, status, 50)).isEqualTo(State.CLOSED);
	}

	@ParameterizedTest
	@CsvSource({ "FAILED, 500, CLOSED", "TOO_LARGE, , CLOSED", "KEY_REFUSED, 403, CLOSED", "RATE_LIMITED, 429, CLOSED",
			"KEY_REFUSED, , HALF_OPEN", "RATE_LIMITED, , HALF_OPEN", "INVALID, 200, HALF_OPEN",
			"OVERLOADED, , HALF_OPEN", "FAILED, 404, HALF_OPEN", "FAILED, 503, OPEN", "UNREACHABLE, , OPEN" })
	void theTrialShowsWhetherHoneyHiveIsThere(Kind kind, Integer status, State state) {
		ProjectLimiter limiter = halfOpen();

		assertThat(ends(limiter, kind, status, 1)).isEqualTo(state);
		// What said nothing gave its turn back.
		if (state != State.OPEN) {
			assertThat(limiter.run((permits) -> new NotFound(true))).isEqualTo(new NotFound(true));
			assertThat(limiter.circuitState()).isEqualTo(State.CLOSED);
		}
	}

	@Test
	void aTrialThatThrowsGivesItsTurnBack() {
		ProjectLimiter limiter = halfOpen();

		assertThatIllegalStateException().isThrownBy(() -> limiter.run((permits) -> {
			throw new IllegalStateException();
		}));

		assertThat(limiter.circuitState()).isEqualTo(State.HALF_OPEN);
		assertThat(limiter.admitted()).isZero();
		assertThat(limiter.run((permits) -> new NotFound(true))).isEqualTo(new NotFound(true));
	}

	@Test
	void everythingThatIsAnAnswerCloses() {
		Answered answered = new Answered(new FetchedResponse(new Representation(new byte[0]), new Fingerprint(1), false,
				Instant.EPOCH, null, Directives.NONE, null), List.of(), new ByteBudget(0).lease());
		for (UpstreamOutcome outcome : List.of(answered, new NotModified(null, Instant.EPOCH, null, Directives.NONE),
				new NotFound(false), new Rejected(null))) {
			ProjectLimiter limiter = halfOpen();

			assertThat(limiter.run((permits) -> outcome)).isSameAs(outcome);
			assertThat(limiter.circuitState()).isEqualTo(State.CLOSED);
		}
	}

	@Test
	void answersKeepItClosed() {
		ProjectLimiter limiter = limiter("window", "60s");
		for (int i = 0; i < 10; i++) {
			limiter.run((permits) -> new NotFound(true));
		}

		assertThat(ends(limiter, Kind.UNREACHABLE, null, 9)).isEqualTo(State.CLOSED);
		assertThat(ends(limiter, Kind.UNREACHABLE, null, 1)).isEqualTo(State.OPEN);
	}

	@Test
	void anOutageIsToldOfOnceHoweverOftenTheTrialFails() {
		LogWatch log = LogWatch.anew();
		ProjectLimiter limiter = halfOpen();
		ends(limiter, Kind.UNREACHABLE, null, 1);
		States.await(() -> ends(limiter, Kind.INVALID, 200, 1) == State.HALF_OPEN);
		assertThat(told(log, "suspended")).isOne();
		assertThat(told(log, "resumed")).isZero();

		limiter.run((permits) -> new NotFound(true));
		assertThat(told(log, "resumed")).isOne();
		ends(limiter, Kind.UNREACHABLE, null, 5);
		assertThat(told(log, "suspended")).isEqualTo(2);
		assertThat(told(log, "resumed")).isOne();
	}

	private static long told(LogWatch log, String word) {
		return log.lines().stream().filter((line) -> line.contains("upstream " + word)).count();
	}

	@Test
	void whatOnlyShowsThatHoneyHiveIsThereDoesNotCountAsLongAsItIsClosed() {
		ProjectLimiter limiter = limiter("window", "60s");
		ends(limiter, Kind.FAILED, 500, 50);

		assertThat(ends(limiter, Kind.UNREACHABLE, null, 5)).isEqualTo(State.OPEN);
	}

	@Test
	void beyondThoseWhoMayWaitNobodyIsAdmitted() {
		ProjectLimiter limiter = bound(Map.of("relay.upstream.max-concurrent", "1", "relay.upstream.max-waiting", "0"));

		limiter.run((permits) -> {
			assertThat(limiter.run((others) -> new NotFound(true)))
				.isEqualTo(new Unavailable(Outage.of(Kind.OVERLOADED)));
			return new NotFound(true);
		});
		assertThat(limiter.run((permits) -> new NotFound(true))).isEqualTo(new NotFound(true));
	}

	@Test
	void aSwitchedOffCircuitStaysClosed() {
		ProjectLimiter limiter = limiter("enabled", "false");
		ends(limiter, Kind.UNREACHABLE, null, 50);

		assertThat(limiter.run((permits) -> new NotFound(true))).isEqualTo(new NotFound(true));
	}

	@Test
	void aRequestThatThrowsGivesItsPermitBack() {
		ProjectLimiter limiter = limiter("window", "60s");

		limiter.run((permits) -> {
			assertThatIllegalStateException().isThrownBy(() -> permits.inTurn(LATER, () -> {
				throw new IllegalStateException();
			}));
			assertThat(limiter.sending()).isZero();
			assertThat(limiter.admitted()).isOne();
			assertThat(permits.waited()).isFalse();
			assertThat(permits.inTurn(LATER, () -> {
				assertThat(limiter.sending()).isOne();
				return DONE;
			})).isSameAs(DONE);
			return new NotFound(true);
		});
		assertThat(limiter.sending()).isZero();
		assertThat(limiter.admitted()).isZero();
	}

	@Test
	void whoFindsNoPermitInTimeIsNotAsked() throws Exception {
		ProjectLimiter limiter = one();
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			limiter.run((permits) -> {
				permits.inTurn(LATER, () -> {
					assertThat(permits.waited()).isFalse();
					assertThat(await(callers.submit(() -> limiter.run(CircuitTests::hurried))))
						.isEqualTo(new Unavailable(Outage.of(Kind.OVERLOADED)));
					return DONE;
				});
				return new NotFound(true);
			});
		}
		assertThat(limiter.sending()).isZero();
	}

	@Test
	void whoWaitsIsAskedInItsTurn() throws Exception {
		ProjectLimiter limiter = one();
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<UpstreamOutcome>> second = new ArrayList<>();
			limiter.run((permits) -> {
				permits.inTurn(LATER, () -> {
					second.add(callers.submit(() -> limiter.run((its) -> {
						assertThat(its.inTurn(LATER, () -> DONE)).isSameAs(DONE);
						return new NotFound(true);
					})));
					States.await(() -> limiter.admitted() == 2);
					return DONE;
				});
				return new NotFound(true);
			});
			assertThat(second.getFirst().get()).isEqualTo(new NotFound(true));
		}
		assertThat(limiter.sending()).isZero();
	}

	@Test
	void whoIsInterruptedWhileItWaitsIsNotAsked() throws Exception {
		ProjectLimiter limiter = one();
		List<Thread> waiting = new ArrayList<>();
		limiter.run((permits) -> {
			permits.inTurn(LATER, () -> {
				List<Object> said = new ArrayList<>();
				Thread second = Thread.ofVirtual().start(() -> limiter.run((its) -> {
					said.add(its.inTurn(LATER, () -> DONE));
					said.add(its.waited());
					said.add(Thread.currentThread().isInterrupted());
					return new NotFound(true);
				}));
				waiting.add(second);
				States.await(() -> second.getState() == Thread.State.TIMED_WAITING);
				second.interrupt();
				join(second);
				assertThat(said).containsExactly(new WireResponse.Lost(Outage.of(Kind.OVERLOADED), false), true, true);
				return DONE;
			});
			return new NotFound(true);
		});
		assertThat(waiting).hasSize(1);
	}

	private static UpstreamOutcome hurried(ProjectLimiter.Permits permits) {
		WireResponse reply = permits.inTurn(Deadline.in(Duration.ofMillis(1)), () -> DONE);
		return new Unavailable(((WireResponse.Lost) reply).outage());
	}

	private static State ends(ProjectLimiter limiter, Kind kind, Integer status, int times) {
		for (int i = 0; i < times; i++) {
			limiter.run((permits) -> new Unavailable(new Outage(kind, status, null)));
		}
		return limiter.circuitState();
	}

	/** Returns a limiter whose next trip is the one that tries again. */
	private static ProjectLimiter halfOpen() {
		ProjectLimiter limiter = limiter("open-for", "1ms");
		assertThat(ends(limiter, Kind.UNREACHABLE, null, 5)).isEqualTo(State.OPEN);
		States.await(() -> ends(limiter, Kind.INVALID, 200, 1) == State.HALF_OPEN);
		return limiter;
	}

	private static ProjectLimiter limiter(String setting, String value) {
		return bound(Map.of("relay.upstream.circuit." + setting, value));
	}

	private static ProjectLimiter one() {
		return bound(Map.of("relay.upstream.max-concurrent", "1"));
	}

	private static ProjectLimiter bound(Map<String, String> settings) {
		UpstreamProperties properties = new Binder(new MapConfigurationPropertySource(settings))
			.bindOrCreate("relay.upstream", UpstreamProperties.class);
		return new ProjectLimiter(new ProjectName("alone"), properties);
	}

	private static UpstreamOutcome await(Future<UpstreamOutcome> trip) {
		try {
			return trip.get();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
