package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.UnexpectedFailure;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.wire.WireResponse;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Measures every trip to HoneyHive, and logs one line for each that failed.
 */
final class UpstreamMetrics {

	private static final Logger log = LoggerFactory.getLogger(HoneyHiveClient.class);

	private static final Duration[] BUCKETS = { Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(500),
			Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10),
			Duration.ofSeconds(20) };

	private final MeterProvider<Timer> trips;

	private final MeterProvider<Timer> requests;

	private final InstantSource time;

	private final UpstreamStatus status;

	UpstreamMetrics(MeterRegistry meters, UpstreamStatus status, InstantSource time) {
		this.trips = Timer.builder("relay.upstream.trips")
			.description("Trips to HoneyHive, retries and waiting included")
			.serviceLevelObjectives(BUCKETS)
			.withRegistry(meters);
		this.requests = Timer.builder("relay.upstream.requests")
			.description("Single requests to HoneyHive, by its status or by what there was instead, and why")
			.withRegistry(meters);
		this.status = status;
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
		this.status.note(query.project(), outcome, end);
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

	private static void log(Level level, RunQuery query, Outage outage, Duration duration, @Nullable String thrown) {
		LoggingEventBuilder line = log.atLevel(level)
			.addKeyValue("project", query.project())
			.addKeyValue("operation", query.operation().label())
			.addKeyValue("runs", query.runs())
			.addKeyValue("outage", outage.kind().label())
			.addKeyValue("cause", (outage.cause() != null) ? outage.cause().label() : null)
			.addKeyValue("upstream_status", outage.status())
			.addKeyValue("duration_ms", duration.toMillis());
		((thrown != null) ? line.addKeyValue("thrown", thrown) : line).log("upstream unavailable");
	}

}
