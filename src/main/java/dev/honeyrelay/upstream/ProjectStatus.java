package dev.honeyrelay.upstream;

import java.time.Instant;

import dev.honeyrelay.response.Outage;
import org.jspecify.annotations.Nullable;

/**
 * How asking HoneyHive for one project has gone so far.
 *
 * @param circuit the state of its circuit
 * @param lastSuccess when HoneyHive last answered, or {@code null} if it never has
 * @param lastFailure when HoneyHive last failed, or {@code null} if it never has
 * @param outage the kind of that failure, or {@code null}
 * @param cause why HoneyHive could not be reached then, or {@code null} if it could
 * @param failingSince since when HoneyHive has not answered, or {@code null} if the last
 * trip went well
 */
public record ProjectStatus(String circuit, @Nullable Instant lastSuccess, @Nullable Instant lastFailure,
		@Nullable String outage, @Nullable String cause, @Nullable Instant failingSince) {

	/** The status of a project for which nobody has asked. */
	static final ProjectStatus UNUSED = new ProjectStatus("closed", null, null, null, null, null);

	ProjectStatus succeeded(Instant now) {
		return new ProjectStatus(this.circuit, now, this.lastFailure, this.outage, this.cause, null);
	}

	ProjectStatus failed(Instant now, Outage failure) {
		return new ProjectStatus(this.circuit, this.lastSuccess, now, failure.kind().label(),
				(failure.cause() != null) ? failure.cause().label() : null,
				(this.failingSince != null) ? this.failingSince : now);
	}

	ProjectStatus with(String state) {
		return new ProjectStatus(state, this.lastSuccess, this.lastFailure, this.outage, this.cause, this.failingSince);
	}

}
