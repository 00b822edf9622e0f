package dev.honeyrelay.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.honeyrelay.credentials.Credentials;
import dev.honeyrelay.credentials.CredentialsSource;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.credentials.RelayProperties;
import dev.honeyrelay.status.RelayStatus.CacheState;
import dev.honeyrelay.status.RelayStatus.CredentialsState;
import dev.honeyrelay.status.RelayStatus.KeyState;
import dev.honeyrelay.status.RelayStatus.ProjectState;
import dev.honeyrelay.upstream.UpstreamMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/**
 * Shows the relay's state on the management port.
 */
@Component
@Endpoint(id = "relay")
final class RelayEndpoint {

	private final RelayProperties properties;

	private final CredentialsSource credentials;

	private final UpstreamMetrics upstream;

	private final MeterRegistry meters;

	RelayEndpoint(RelayProperties properties, CredentialsSource credentials, UpstreamMetrics upstream,
			MeterRegistry meters) {
		this.properties = properties;
		this.credentials = credentials;
		this.upstream = upstream;
		this.meters = meters;
	}

	/** Returns the state at this moment. */
	@ReadOperation
	RelayStatus status() {
		Credentials inForce = this.credentials.get();
		Map<String, ProjectState> projects = new LinkedHashMap<>();
		inForce.projects()
			.forEach((name, project) -> projects.put(name.value(),
					new ProjectState(keyOf(project), this.upstream.statusOf(name))));
		return new RelayStatus(projects, cache(), file());
	}

	private KeyState keyOf(Project project) {
		Instant since = this.credentials.keyInForceSince(project.name());
		String origin = this.properties.isOriginOf(project.name()) ? "environment" : "file";
		// Since when is a matter of the wall clock, as in the credentials.
		Duration age = Duration.between(since, InstantSource.system().instant());
		return new KeyState(project.apiKey().masked(), origin, since, Math.max(0, age.toSeconds()));
	}

	private CacheState cache() {
		return new CacheState(gauge("relay.cache.size"), gauge("relay.cache.entries"), hitRatio());
	}

	private @Nullable Double hitRatio() {
		double answers = 0;
		double hits = 0;
		for (Timer timer : this.meters.find("relay.answers").timers()) {
			answers += timer.count();
			hits += "hit".equals(timer.getId().getTag("outcome")) ? timer.count() : 0;
		}
		return (answers > 0) ? hits / answers : null;
	}

	private long gauge(String name) {
		Gauge gauge = this.meters.find(name).gauge();
		return (gauge != null) ? (long) gauge.value() : 0;
	}

	private CredentialsState file() {
		String problem = this.credentials.problem();
		String state = (problem != null) ? "last-good" : "in-force";
		return new CredentialsState(this.properties.hasFile() ? state : "none", this.credentials.loadedAt(), problem);
	}

}
