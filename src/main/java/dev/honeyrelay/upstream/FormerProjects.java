package dev.honeyrelay.upstream;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.honeyrelay.credentials.CredentialsSource;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.wire.Connections;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Forgets what is known of projects that have been taken away, their meters included, so
 * that names which come and go leave nothing behind.
 */
@Component
public final class FormerProjects {

	private static final String TAG = "project";

	// A trip that was under way leaves its traces afterwards.
	private static final int ROUNDS = 60;

	private final List<Consumer<Set<ProjectName>>> memories = new CopyOnWriteArrayList<>();

	private final MeterRegistry meters;

	private Set<ProjectName> known = Set.of();

	private int rounds;

	FormerProjects(CredentialsSource credentials, ProjectLimiters lines, UpstreamBackoff pauses,
			UpstreamMetrics metrics, HoneyHiveClient honeyHive, Connections connections, MeterRegistry meters) {
		this.meters = meters;
		this.memories.addAll(List.of(lines::keepOnly, pauses::keepOnly, metrics::keepOnly, honeyHive::keepOnly,
				connections::keepOnly));
		credentials.whenLookedAt((inForce) -> forgetAllBut(inForce.projects().keySet()));
	}

	/** Lets {@code memory} forget, too: it keeps no project but those it is given. */
	public void alsoIn(Consumer<Set<ProjectName>> memory) {
		this.memories.add(memory);
	}

	/** Forgets every project but {@code current}, and again for a while. */
	synchronized void forgetAllBut(Set<ProjectName> current) {
		if (!current.equals(this.known)) {
			this.known = Set.copyOf(current);
			this.rounds = ROUNDS;
		}
		if (this.rounds > 0) {
			this.rounds--;
			this.memories.forEach((memory) -> memory.accept(current));
			removeMeters(current.stream().map(ProjectName::value).collect(Collectors.toUnmodifiableSet()));
		}
	}

	private void removeMeters(Set<String> names) {
		for (Meter meter : this.meters.getMeters()) {
			String project = meter.getId().getTag(TAG);
			if (project != null && !names.contains(project)) {
				this.meters.remove(meter);
			}
		}
	}

}
