package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Kind;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.wire.Deadline;
import dev.honeyrelay.upstream.wire.WireResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what one project asks of HoneyHive, so that no project can block another. A trip
 * passes the circuit and is admitted to the queue; each of its requests then waits for a
 * permit. The outcome of the trip is counted for the circuit.
 */
final class ProjectLimiter {

	private static final Logger log = LoggerFactory.getLogger(ProjectLimiter.class);

	private final Duration openFor;

	private final CircuitBreaker circuit;

	private final int mostAdmitted;

	private final int mostSending;

	private final Semaphore admitted;

	// Fair, so that whoever comes back for another attempt waits for those before it.
	private final Semaphore sending;

	// When the outage began that is not over.
	private volatile @Nullable ZonedDateTime suspendedSince;

	ProjectLimiter(ProjectName project, UpstreamProperties properties) {
		this.openFor = properties.circuit().openFor();
		this.circuit = CircuitBreaker.of(project.value(), circuitConfig(properties.circuit()));
		if (!properties.circuit().enabled()) {
			this.circuit.transitionToDisabledState();
		}
		this.circuit.getEventPublisher().onStateTransition((event) -> tell(project, event));
		this.mostSending = properties.maxConcurrent();
		this.mostAdmitted = Math.addExact(this.mostSending, properties.maxWaiting());
		this.admitted = new Semaphore(this.mostAdmitted);
		this.sending = new Semaphore(this.mostSending, true);
	}

	/** Returns the outcome of {@code trip}, or why it was not made. */
	UpstreamOutcome run(Function<Permits, UpstreamOutcome> trip) {
		if (!this.circuit.tryAcquirePermission()) {
			return new Unavailable(new Outage(Kind.SUSPENDED, null, this.openFor));
		}
		boolean probing = this.circuit.getState() == State.HALF_OPEN;
		Permits permits = new Permits(this.sending);
		UpstreamOutcome outcome = null;
		try {
			outcome = admit(permits, trip);
			return outcome;
		}
		finally {
			count(outcome, probing, permits.waited());
		}
	}

	private UpstreamOutcome admit(Permits permits, Function<Permits, UpstreamOutcome> trip) {
		if (!this.admitted.tryAcquire()) {
			return new Unavailable(Outage.of(Kind.OVERLOADED));
		}
		try {
			return trip.apply(permits);
		}
		finally {
			this.admitted.release();
		}
	}

	State circuitState() {
		return this.circuit.getState();
	}

	/** Returns how many requests are under way. */
	int sending() {
		return this.mostSending - this.sending.availablePermits();
	}

	/**
	 * Returns how many trips have a request under way, wait for their turn, or for
	 * another attempt.
	 */
	int admitted() {
		return this.mostAdmitted - this.admitted.availablePermits();
	}

	// An outage ends when HoneyHive answers, however often it was asked in vain
	// meanwhile.
	private void tell(ProjectName project, CircuitBreakerOnStateTransitionEvent event) {
		State state = event.getStateTransition().getToState();
		ZonedDateTime since = this.suspendedSince;
		if (state == State.OPEN && since == null) {
			this.suspendedSince = event.getCreationTime();
			log.atWarn().addKeyValue("project", project).log("upstream suspended");
		}
		else if (state == State.CLOSED && since != null) {
			this.suspendedSince = null;
			log.atInfo()
				.addKeyValue("project", project)
				.addKeyValue("lasted_s", Duration.between(since, event.getCreationTime()).toSeconds())
				.log("upstream resumed");
		}
	}

	// What one run or one caller can cause is neutral: it must not open the circuit for
	// the others. But whatever HoneyHive itself says shows that it is back.
	private void count(@Nullable UpstreamOutcome outcome, boolean probing, boolean waited) {
		Verdict verdict = verdictOn(outcome, waited);
		if (outcome instanceof Unavailable(Outage outage) && verdict == Verdict.FAILURE) {
			this.circuit.onResult(0, TimeUnit.NANOSECONDS, outage);
		}
		else if (verdict == Verdict.SUCCESS || (verdict == Verdict.ALIVE && isHalfOpen())) {
			this.circuit.onSuccess(0, TimeUnit.NANOSECONDS);
		}
		else if (probing) {
			this.circuit.releasePermission();
		}
	}

	private boolean isHalfOpen() {
		return this.circuit.getState() == State.HALF_OPEN;
	}

	private static Verdict verdictOn(@Nullable UpstreamOutcome outcome, boolean waited) {
		return switch (outcome) {
			case Answered _, NotModified _, NotFound _, Rejected _ -> Verdict.SUCCESS;
			case Unavailable(Outage outage) -> verdictOn(outage, waited);
			case null -> Verdict.NONE;
		};
	}

	private static Verdict verdictOn(Outage outage, boolean waited) {
		Integer status = outage.status();
		return switch (outage.kind()) {
			case UNREACHABLE -> Verdict.FAILURE;
			// The relay's own queue may have taken the time that HoneyHive would have
			// needed.
			case TIMEOUT -> waited ? Verdict.NONE : Verdict.FAILURE;
			case FAILED -> (status != null) ? verdictOn(status) : Verdict.NONE;
			case KEY_REFUSED, RATE_LIMITED -> (status != null) ? Verdict.ALIVE : Verdict.NONE;
			case TOO_LARGE -> Verdict.ALIVE;
			case INVALID, SUSPENDED, OVERLOADED -> Verdict.NONE;
		};
	}

	private static Verdict verdictOn(int failedStatus) {
		return switch (failedStatus) {
			case 408, 421, 425 -> Verdict.FAILURE;
			case 500 -> Verdict.ALIVE;
			default -> (failedStatus > 500) ? Verdict.FAILURE : Verdict.NONE;
		};
	}

	/**
	 * What an outcome says of HoneyHive as a whole.
	 */
	private enum Verdict {

		/** It answers. */
		SUCCESS,

		/** It is there, which counts only where that is the question. */
		ALIVE,

		/** Nothing. */
		NONE,

		/** It does not answer. */
		FAILURE

	}

	/**
	 * One trip's permits to have a request under way. It has one while it asks, and none
	 * while it waits for another attempt.
	 */
	static final class Permits {

		private final Semaphore sending;

		private boolean waited;

		Permits(Semaphore sending) {
			this.sending = sending;
		}

		/**
		 * Returns the reply to {@code request}, which waits for its turn until
		 * {@code deadline}.
		 */
		WireResponse inTurn(Deadline deadline, Supplier<WireResponse> request) {
			if (!acquire(deadline)) {
				return new WireResponse.Lost(Outage.of(Kind.OVERLOADED), false);
			}
			try {
				return request.get();
			}
			finally {
				this.sending.release();
			}
		}

		/** Returns whether a request had to wait for its turn. */
		boolean waited() {
			return this.waited;
		}

		private boolean acquire(Deadline deadline) {
			try {
				// Unlike the method without a time, this one does not jump the queue.
				if (this.sending.tryAcquire(0, TimeUnit.NANOSECONDS)) {
					return true;
				}
				this.waited = true;
				return this.sending.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

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
