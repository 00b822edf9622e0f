package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

import dev.honeyrelay.run.Outage;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Measures every trip to HoneyHive and says in one line of log when one was in vain.
 */
final class TripRecorder {

	private static final Logger log = LoggerFactory.getLogger(HoneyHiveClient.class);

	private final MeterRegistry meters;

	private final InstantSource time;

	private final UpstreamStatus status;

	TripRecorder(MeterRegistry meters, UpstreamStatus status, InstantSource time) {
		this.meters = meters;
		this.status = status;
		this.time = time;
	}

	/** Returns what comes of {@code trip} for {@code query}. */
	UpstreamOutcome record(RunQuery query, Supplier<UpstreamOutcome> trip) {
		Instant start = this.time.instant();
		UpstreamOutcome outcome = trip.get();
		Instant end = this.time.instant();
		Duration duration = Duration.between(start, end);
		this.status.note(query.project(), outcome, end);
		Timer.builder("relay.upstream.trips")
			.description("Trips to HoneyHive, retries and waiting included")
			.tag("project", query.project().value())
			.tag("operation", query.operation().label())
			.tag("outcome", labelOf(outcome))
			.register(this.meters)
			.record(duration);
		if (outcome instanceof Unavailable(Outage outage)) {
			// Where nothing was asked, a line has told why before; now there may be many.
			log(outage.wasAsked() ? Level.WARN : Level.DEBUG, query, outage, duration);
		}
		return outcome;
	}

	private static void log(Level level, RunQuery query, Outage outage, Duration duration) {
		log.atLevel(level)
			.addKeyValue("project", query.project())
			.addKeyValue("operation", query.operation().label())
			.addKeyValue("runs", query.runs())
			.addKeyValue("outage", outage.kind().label())
			.addKeyValue("upstream_status", outage.status())
			.addKeyValue("duration_ms", duration.toMillis())
			.log("upstream unavailable");
	}

	private static String labelOf(UpstreamOutcome outcome) {
		return switch (outcome) {
			case Answered _ -> "answered";
			case NotModified _ -> "not-modified";
			case NotFound _ -> "not-found";
			case Rejected _ -> "rejected";
			case Unavailable(Outage outage) -> outage.kind().label();
		};
	}

}
