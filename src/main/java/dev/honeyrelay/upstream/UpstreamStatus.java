package dev.honeyrelay.upstream;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;

import org.springframework.stereotype.Component;

/**
 * Remembers of every project when HoneyHive last answered and when it last failed.
 */
@Component
public final class UpstreamStatus {

	private final ProjectLimiters lines;

	private final ConcurrentMap<ProjectName, ProjectStatus> projects = new ConcurrentHashMap<>();

	UpstreamStatus(ProjectLimiters lines) {
		this.lines = lines;
	}

	/** Returns how {@code project} is doing. */
	public ProjectStatus of(ProjectName project) {
		String circuit = this.lines.of(project).circuitState().name().toLowerCase(Locale.ROOT).replace('_', '-');
		return this.projects.getOrDefault(project, ProjectStatus.UNUSED).with(circuit);
	}

	/** Forgets all projects but these. */
	void keepOnly(Set<ProjectName> known) {
		this.projects.keySet().retainAll(known);
	}

	/** Takes in what came of a trip; trips that did not set out say nothing. */
	void note(ProjectName project, UpstreamOutcome outcome, Instant now) {
		if (!(outcome instanceof Unavailable(Outage outage))) {
			this.projects.merge(project, ProjectStatus.UNUSED.succeeded(now), (known, _) -> known.succeeded(now));
		}
		else if (outage.wasAsked()) {
			this.projects.merge(project, ProjectStatus.UNUSED.failed(now, outage),
					(known, _) -> known.failed(now, outage));
		}
	}

}
