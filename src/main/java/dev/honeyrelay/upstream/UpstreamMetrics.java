package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.UnexpectedFailure;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.wire.WireResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.stereotype.Component;

/**
 * Measures every trip to HoneyHive, logs one line for each that failed, and remembers of
 * every project when HoneyHive last answered and when it last failed.
 */
@Component
public final class UpstreamMetrics {

	private static final Logger log = LoggerFactory.getLogger(HoneyHiveClient.class);

	private static final Duration[] BUCKETS = { Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(500),
			Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10),
			Duration.ofSeconds(20) };

	private final MeterProvider<Timer> trips;

	private final MeterProvider<Timer> requests;

	private final Counter misaddressed;

	private final ProjectLimiters limiters;

	private final InstantSource time;

	private final ConcurrentMap<ProjectName, ProjectStatus> projects = new ConcurrentHashMap<>();

	// Of which projects it has been told that HoneyHive names a run otherwise.
	private final Set<ProjectName> told = ConcurrentHashMap.newKeySet();

	UpstreamMetrics(MeterRegistry meters, ProjectLimiters limiters, InstantSource time) {
		this.trips = Timer.builder("relay.upstream.trips")
			.description("Trips to HoneyHive, retries and waiting included")
			.serviceLevelObjectives(BUCKETS)
			.withRegistry(meters);
		this.requests = Timer.builder("relay.upstream.requests")
			.description("Single requests to HoneyHive, by its status or by what there was instead, and why")
			.withRegistry(meters);
		this.misaddressed = Counter.builder("relay.upstream.misaddressed")
			.description("Answers that were for another question than the one asked")
			.register(meters);
		this.limiters = limiters;
		this.time = time;
	}

	/** Returns the outcome of {@code trip} for {@code query}. */
	UpstreamOutcome record(RunQuery query, Supplier<UpstreamOutcome> trip) {
		Instant start = this.time.instant();
		UnexpectedFailure unexpected = null;
		UpstreamOutcome outcome;
		try {
			outcome = trip.get();
		}
		catch (RuntimeException | Error ex) {
			// Whatever HoneyHive sends that nobody has thought of is an outage like any
			// other.
			log.atDebug().setCause(ex).log("trip ended unexpectedly");
			unexpected = UnexpectedFailure.of(ex);
			outcome = new Unavailable(unexpected.outage());
		}
		Instant end = this.time.instant();
		Duration duration = Duration.between(start, end);
		note(query.project(), outcome, end);
		this.trips
			.withTags("project", query.project().value(), "operation", query.operation().label(), "outcome",
					outcome.label())
			.record(duration);
		if (outcome instanceof Unavailable(Outage outage)) {
			// Where nothing was asked, a line has told why before; now there may be many.
			Level level = (outage.wasAsked() || unexpected != null) ? Level.WARN : Level.DEBUG;
			log(level, query, outage, duration, (unexpected != null) ? unexpected.thrown() : null);
		}
		return outcome;
	}

	// Trips that did not set out say nothing.
	private void note(ProjectName project, UpstreamOutcome outcome, Instant now) {
		if (!(outcome instanceof Unavailable(Outage outage))) {
			this.projects.merge(project, ProjectStatus.UNUSED.succeeded(now), (known, _) -> known.succeeded(now));
		}
		else if (outage.wasAsked()) {
			this.projects.merge(project, ProjectStatus.UNUSED.failed(now, outage),
					(known, _) -> known.failed(now, outage));
		}
	}

	/** Returns the reply to one {@code request} of {@code project}. */
	WireResponse request(ProjectName project, Supplier<WireResponse> request) {
		Instant start = this.time.instant();
		WireResponse reply = request.get();
		String status = switch (reply) {
			case WireResponse.Received received -> Integer.toString(received.status());
			case WireResponse.Lost(Outage outage, boolean _) -> outage.kind().label();
		};
		this.requests.withTags("project", project.value(), "status", status, "cause", causeOf(reply))
			.record(Duration.between(start, this.time.instant()));
		return reply;
	}

	private static String causeOf(WireResponse reply) {
		return (reply instanceof WireResponse.Lost(Outage outage, boolean _) && outage.cause() != null)
				? outage.cause().label() : "none";
	}

	/**
	 * Takes in that an answer named other runs than were asked for, and HoneyHive says
	 * the same on a new connection: it names the run so.
	 */
	void runNamedOtherwise(RunQuery query) {
		if (this.told.add(query.project())) {
			about(query, log.atInfo()).log("upstream names a run otherwise");
		}
	}

	/**
	 * Takes in that an answer named other runs than were asked for, and HoneyHive says
	 * something else on a new connection, or nothing.
	 */
	void answeredAnotherQuestion(RunQuery query) {
		this.misaddressed.increment();
		about(query, log.atWarn()).log("upstream answered another question");
	}

	/** Returns how {@code project} is doing. */
	public ProjectStatus statusOf(ProjectName project) {
		String circuit = this.limiters.of(project).circuitState().name().toLowerCase(Locale.ROOT).replace('_', '-');
		return this.projects.getOrDefault(project, ProjectStatus.UNUSED).with(circuit);
	}

	/** Forgets all projects but these. */
	void keepOnly(Set<ProjectName> known) {
		this.projects.keySet().retainAll(known);
		this.told.retainAll(known);
	}

	private static void log(Level level, RunQuery query, Outage outage, Duration duration, @Nullable String thrown) {
		LoggingEventBuilder line = about(query, log.atLevel(level)).addKeyValue("outage", outage.kind().label())
			.addKeyValue("cause", (outage.cause() != null) ? outage.cause().label() : null)
			.addKeyValue("upstream_status", outage.status())
			.addKeyValue("duration_ms", duration.toMillis());
		((thrown != null) ? line.addKeyValue("thrown", thrown) : line).log("upstream unavailable");
	}

	private static LoggingEventBuilder about(RunQuery query, LoggingEventBuilder line) {
		return line.addKeyValue("project", query.project())
			.addKeyValue("operation", query.operation().label())
			.addKeyValue("runs", query.runs());
	}

}
