package dev.honeyrelay.upstream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.ProjectName;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * The limiter of each project, with its gauges.
 */
@Component
final class ProjectLimiters {

	private final UpstreamProperties properties;

	private final UpstreamBackoff pauses;

	private final MeterRegistry meters;

	private final ConcurrentMap<ProjectName, ProjectLimiter> limiters = new ConcurrentHashMap<>();

	ProjectLimiters(UpstreamProperties properties, UpstreamBackoff pauses, MeterRegistry meters) {
		this.properties = properties;
		this.pauses = pauses;
		this.meters = meters;
	}

	/** Returns the limiter of {@code project}. */
	ProjectLimiter of(ProjectName project) {
		ProjectLimiter known = this.limiters.get(project);
		return (known != null) ? known : this.limiters.computeIfAbsent(project, this::create);
	}

	/** Forgets the limiters of all projects but these. */
	void keepOnly(Set<ProjectName> projects) {
		this.limiters.keySet().retainAll(projects);
	}

	private ProjectLimiter create(ProjectName project) {
		ProjectLimiter limiter = new ProjectLimiter(project, this.properties);
		Gauge.builder("relay.upstream.circuit.open", limiter, (it) -> (it.circuitState() == State.OPEN) ? 1 : 0)
			.description("1 while HoneyHive is left alone because it failed too often")
			.tag("project", project.value())
			.register(this.meters);
		Gauge.builder("relay.upstream.travelling", limiter, ProjectLimiter::sending)
			.description("Requests to HoneyHive under way")
			.tag("project", project.value())
			.register(this.meters);
		Gauge.builder("relay.upstream.waiting", limiter, (it) -> Math.max(0, it.admitted() - it.sending()))
			.description("Trips to HoneyHive that wait for their turn or for another attempt")
			.tag("project", project.value())
			.register(this.meters);
		Gauge.builder("relay.upstream.places", this.properties, UpstreamProperties::maxConcurrent)
			.description("Requests to HoneyHive that may be under way at once")
			.tag("project", project.value())
			.register(this.meters);
		showPause(project, Outage.Kind.KEY_REFUSED);
		showPause(project, Outage.Kind.RATE_LIMITED);
		showPause(project, Outage.Kind.SUSPENDED);
		return limiter;
	}

	private void showPause(ProjectName project, Outage.Kind reason) {
		Gauge.builder("relay.upstream.paused", this.pauses, (it) -> it.isPaused(project, reason) ? 1 : 0)
			.description("1 while HoneyHive is left alone because it refused the key or asked for a pause")
			.tag("project", project.value())
			.tag("reason", reason.label())
			.register(this.meters);
	}

}
