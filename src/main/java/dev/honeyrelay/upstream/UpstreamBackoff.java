package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.wire.WireResponse;
import dev.honeyrelay.upstream.wire.WireResponse.Received;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a project from asking HoneyHive for a while, where HoneyHive asked for that or
 * refused the key.
 */
final class UpstreamBackoff {

	/** How long when HoneyHive does not say. */
	private static final Duration UNSAID = Duration.ofSeconds(5);

	private static final Duration KEY_REFUSED = Duration.ofSeconds(30);

	private static final int UNAUTHORIZED = 401;

	private static final int SERVICE_UNAVAILABLE = 503;

	private final InstantSource time;

	private final ConcurrentMap<ProjectName, Pause> pauses = new ConcurrentHashMap<>();

	UpstreamBackoff(InstantSource time) {
		this.time = time;
	}

	/**
	 * Returns why {@code project} is not to be asked about now, or {@code null} if it may
	 * be.
	 */
	@Nullable Outage current(Project project) {
		Pause pause = this.pauses.get(project.name());
		if (pause == null) {
			return null;
		}
		Duration left = Duration.between(this.time.instant(), pause.until());
		boolean over = !left.isPositive() || !pause.isAbout(project.apiKey());
		// What suspends the project here is a 503.
		Integer status = (pause.kind() == Outage.Kind.SUSPENDED) ? SERVICE_UNAVAILABLE : null;
		return over ? null : new Outage(pause.kind(), status, left);
	}

	/** Returns whether {@code project} is left alone now for that reason. */
	boolean isPaused(ProjectName project, Outage.Kind reason) {
		Pause pause = this.pauses.get(project);
		return pause != null && pause.kind() == reason && this.time.instant().isBefore(pause.until());
	}

	/**
	 * Takes in what came of one request, and returns it with the pause that follows from
	 * it.
	 */
	UpstreamOutcome note(Project project, UpstreamOutcome outcome) {
		if (outcome instanceof Unavailable(Outage(Outage.Kind kind, Integer status, Duration asked, var _))) {
			Duration length = lengthOf(kind, status, asked);
			if (length != null) {
				pause(project, kind, length);
				return new Unavailable(new Outage(kind, status, length));
			}
		}
		return outcome;
	}

	/** Forgets the pauses of all projects but these. */
	void keepOnly(Set<ProjectName> projects) {
		this.pauses.keySet().retainAll(projects);
	}

	/**
	 * Takes in one {@code reply}, tried again or not: where HoneyHive says 503 and for
	 * how long, everybody leaves it alone for so long.
	 */
	void note(Project project, WireResponse reply) {
		if (reply instanceof Received received && received.status() == SERVICE_UNAVAILABLE) {
			Duration asked = RetryAfter.read(received.headers(), received.askedAt());
			if (asked != null) {
				pause(project, Outage.Kind.SUSPENDED, asked);
			}
		}
	}

	// A longer pause is not cut short by a shorter one, unless it was for another key.
	private void pause(Project project, Outage.Kind kind, Duration length) {
		Pause next = new Pause(kind, this.time.instant().plus(length), project.apiKey());
		this.pauses.merge(project.name(), next,
				(known, _) -> (known.isAbout(next.key()) && known.until().isAfter(next.until())) ? known : next);
	}

	private static @Nullable Duration lengthOf(Outage.Kind kind, @Nullable Integer status, @Nullable Duration asked) {
		return switch (kind) {
			case RATE_LIMITED -> (asked != null) ? asked : UNSAID;
			// A 403 may be about one run only.
			case KEY_REFUSED -> (status != null && status == UNAUTHORIZED) ? KEY_REFUSED : null;
			default -> null;
		};
	}

	/**
	 * A time without requests.
	 */
	private record Pause(Outage.Kind kind, Instant until, ApiKey key) {

		// Another key has not been refused yet.
		boolean isAbout(ApiKey current) {
			return this.kind != Outage.Kind.KEY_REFUSED || this.key.equals(current);
		}

	}

}
