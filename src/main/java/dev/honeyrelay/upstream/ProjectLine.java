package dev.honeyrelay.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.honeyrelay.run.Outage;
import dev.honeyrelay.run.Outage.Kind;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One project's line to HoneyHive, which no other project can block. A trip passes the
 * circuit, then gets a place to wait, then a place to travel; what comes of it is
 * counted.
 */
final class ProjectLine {

	private static final Logger log = LoggerFactory.getLogger(ProjectLine.class);

	private final Duration openFor;

	private final CircuitBreaker circuit;

	private final Bulkhead admitted;

	private final Bulkhead travelling;

	ProjectLine(ProjectName project, UpstreamProperties properties) {
		this.openFor = properties.circuit().openFor();
		this.circuit = CircuitBreaker.of(project.value(), circuitConfig(properties.circuit()));
		if (!properties.circuit().enabled()) {
			this.circuit.transitionToDisabledState();
		}
		this.circuit.getEventPublisher().onStateTransition((event) -> tell(project, event.getStateTransition()));
		int places = properties.maxConcurrent();
		this.admitted = bulkhead(project, places + properties.maxWaiting(), Duration.ZERO);
		this.travelling = bulkhead(project, places, properties.deadline());
	}

	/** Returns what comes of {@code trip}, or why it did not set out. */
	UpstreamOutcome travel(Supplier<UpstreamOutcome> trip) {
		if (!this.circuit.tryAcquirePermission()) {
			return new Unavailable(new Outage(Kind.SUSPENDED, null, this.openFor));
		}
		UpstreamOutcome outcome = null;
		try {
			outcome = inTurn(this.admitted, () -> inTurn(this.travelling, trip));
			return outcome;
		}
		finally {
			count(outcome);
		}
	}

	State circuitState() {
		return this.circuit.getState();
	}

	/** Returns how many trips are under way. */
	int travelling() {
		return this.travelling.getMetrics().getMaxAllowedConcurrentCalls()
				- this.travelling.getMetrics().getAvailableConcurrentCalls();
	}

	/** Returns how many trips are under way or wait for a place. */
	int admitted() {
		return this.admitted.getMetrics().getMaxAllowedConcurrentCalls()
				- this.admitted.getMetrics().getAvailableConcurrentCalls();
	}

	private static void tell(ProjectName project, CircuitBreaker.StateTransition transition) {
		State state = transition.getToState();
		if (state == State.OPEN || state == State.CLOSED) {
			log.atLevel((state == State.OPEN) ? Level.WARN : Level.INFO)
				.addKeyValue("project", project)
				.log((state == State.OPEN) ? "upstream suspended" : "upstream resumed");
		}
	}

	private static UpstreamOutcome inTurn(Bulkhead places, Supplier<UpstreamOutcome> trip) {
		if (!places.tryAcquirePermission()) {
			return new Unavailable(Outage.of(Kind.OVERLOADED));
		}
		try {
			return trip.get();
		}
		finally {
			places.onComplete();
		}
	}

	// What one run or one caller can bring about is neutral: it must not close the line
	// for the others.
	private void count(@Nullable UpstreamOutcome outcome) {
		switch (outcome) {
			case Answered _, NotModified _ -> this.circuit.onSuccess(0, TimeUnit.NANOSECONDS);
			case Unavailable(Outage outage) when isFailure(outage) ->
				this.circuit.onResult(0, TimeUnit.NANOSECONDS, outage);
			case Unavailable _, NotFound _, Rejected _ -> this.circuit.releasePermission();
			case null -> this.circuit.releasePermission();
		}
	}

	private static boolean isFailure(Outage outage) {
		Integer status = outage.status();
		return switch (outage.kind()) {
			case UNREACHABLE, TIMEOUT -> true;
			case FAILED -> status != null && status > 500;
			case INVALID, TOO_LARGE, KEY_REFUSED, RATE_LIMITED, SUSPENDED, OVERLOADED -> false;
		};
	}

	private static Bulkhead bulkhead(ProjectName project, int places, Duration patience) {
		return Bulkhead.of(project.value(),
				BulkheadConfig.custom()
					.maxConcurrentCalls(places)
					.maxWaitDuration(patience)
					.writableStackTraceEnabled(false)
					.build());
	}

	private static CircuitBreakerConfig circuitConfig(UpstreamProperties.Circuit properties) {
		return CircuitBreakerConfig.custom()
			.slidingWindow(Math.toIntExact(properties.window().toSeconds()), properties.minTrips(),
					SlidingWindowType.TIME_BASED)
			.recordResult(Outage.class::isInstance)
			.failureRateThreshold(properties.failureRate() * 100)
			.waitDurationInOpenState(properties.openFor())
			.permittedNumberOfCallsInHalfOpenState(1)
			.build();
	}

}
