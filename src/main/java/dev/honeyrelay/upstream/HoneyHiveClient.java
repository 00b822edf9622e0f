package dev.honeyrelay.upstream;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Credentials;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.body.RunNames;
import dev.honeyrelay.upstream.wire.Connections;
import dev.honeyrelay.upstream.wire.Deadline;
import dev.honeyrelay.upstream.wire.Transport;
import dev.honeyrelay.upstream.wire.Transport.Request;
import dev.honeyrelay.upstream.wire.TripMemory;
import dev.honeyrelay.upstream.wire.WireResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Asks HoneyHive, with the project's key and within the deadline. Blocks the calling
 * thread and answers with a value, whatever HoneyHive does.
 */
public final class HoneyHiveClient {

	private final UpstreamProperties properties;

	private final Supplier<Credentials> credentials;

	private final Transport transport;

	private final Connections connections;

	private final ByteBudget inFlight;

	private final Retries retries;

	private final UpstreamBackoff pauses;

	private final Function<ProjectName, ProjectLimiter> limiters;

	private final UpstreamMetrics metrics;

	// The key that has read something, by project: only then does "not found" mean the
	// run.
	private final ConcurrentMap<ProjectName, ApiKey> provenKeys = new ConcurrentHashMap<>();

	HoneyHiveClient(UpstreamProperties properties, Supplier<Credentials> credentials, Transport transport,
			Connections connections, ByteBudget inFlight, UpstreamBackoff pauses,
			Function<ProjectName, ProjectLimiter> limiters, UpstreamMetrics metrics) {
		this.properties = properties;
		this.credentials = credentials;
		this.transport = transport;
		this.connections = connections;
		this.inFlight = inFlight;
		this.retries = new Retries(properties.retry());
		this.pauses = pauses;
		this.limiters = limiters;
		this.metrics = metrics;
	}

	/**
	 * Returns what came of asking {@code query}. Never throws for anything HoneyHive
	 * does.
	 * @param validator HoneyHive's entity tag for what is stored, or {@code null}
	 */
	public UpstreamOutcome ask(RunQuery query, @Nullable String validator) {
		Project project = this.credentials.get().project(query.project());
		if (project == null) {
			// The project was removed while the query was on its way here.
			return new Unavailable(Outage.of(Outage.Kind.KEY_REFUSED));
		}
		Deadline deadline = Deadline.in(this.properties.deadline());
		ProjectLimiter limiter = this.limiters.apply(project.name());
		try (TripMemory memory = new TripMemory(this.inFlight)) {
			Trip trip = new Trip(query, validator, project, memory);
			return memory.keep(this.metrics.record(query, () -> {
				// Before the circuit is asked, which may know a shorter time.
				Outage pause = this.pauses.current(project);
				return (pause != null) ? new Unavailable(pause)
						: limiter.run((permits) -> requestWithRecords(trip, permits, deadline));
			}));
		}
	}

	/** Forgets which keys have read something, of all projects but these. */
	void keepOnly(Set<ProjectName> projects) {
		this.provenKeys.keySet().retainAll(projects);
	}

	private UpstreamOutcome requestWithRecords(Trip trip, ProjectLimiter.Permits permits, Deadline deadline) {
		RunQuery query = trip.query();
		if (query.operation().evidence() != Operation.Evidence.RECORDS) {
			return request(trip, permits, deadline);
		}
		// Half of the time is for the records: without them the answer is served, if not
		// stored.
		Deadline half = deadline.half();
		RunRecords records = new RunRecords((run) -> request(trip.recordOf(run), permits, half));
		return records.read(query.runs()).applyTo(request(trip, permits, deadline));
	}

	private UpstreamOutcome request(Trip trip, ProjectLimiter.Permits permits, Deadline deadline) {
		Project project = trip.project();
		Connections.Pool kept = this.connections.of(project.name());
		// What names no run cannot be told from another's answer, so nothing else has
		// been asked over its connection.
		boolean alone = trip.query().operation().evidence() == Operation.Evidence.RECORDS;
		WebClient client = alone ? this.connections.once() : kept.client();
		WireResponse response = this.retries.send(() -> attempt(trip, client, permits, deadline), deadline);
		RunNames names = RunNames.expectedBy(trip.query());
		UpstreamOutcome outcome = read(trip, response, names);
		if (isAnswer(outcome) && names.areOthers()) {
			if (outcome instanceof Answered answered) {
				answered.lease().close();
			}
			kept.renew();
			outcome = askAgain(trip, names, permits, deadline);
		}
		return switch (outcome) {
			case Answered answered -> {
				this.provenKeys.put(project.name(), project.apiKey());
				yield answered;
			}
			case NotFound _ -> new NotFound(project.apiKey().equals(this.provenKeys.get(project.name())));
			default -> this.pauses.note(project, outcome);
		};
	}

	// On a new connection nobody else can be meant.
	private UpstreamOutcome askAgain(Trip trip, RunNames first, ProjectLimiter.Permits permits, Deadline deadline) {
		WireResponse response = attempt(trip, this.connections.once(), permits, deadline);
		RunNames names = RunNames.expectedBy(trip.query());
		UpstreamOutcome outcome = read(trip, response, names);
		if (isAnswer(outcome) && names.areSameAs(first)) {
			this.metrics.runNamedOtherwise(trip.query());
		}
		else {
			this.metrics.answeredAnotherQuestion(trip.query());
		}
		return outcome;
	}

	private static UpstreamOutcome read(Trip trip, WireResponse response, RunNames names) {
		names.accept(response, trip.validator());
		boolean conditional = trip.validator() != null;
		return OutcomeReader.read(trip.query().operation(), response, conditional, trip.project().apiKey(), names);
	}

	private static boolean isAnswer(UpstreamOutcome outcome) {
		return outcome instanceof Answered || outcome instanceof NotModified;
	}

	private WireResponse attempt(Trip trip, WebClient client, ProjectLimiter.Permits permits, Deadline deadline) {
		return permits.inTurn(deadline, () -> {
			Project project = trip.project();
			Outage pause = this.pauses.current(project);
			if (pause != null) {
				return new WireResponse.Lost(pause, false);
			}
			return deadline.remaining().isPositive()
					? this.metrics.request(project.name(), () -> send(trip, client, deadline))
					: new WireResponse.Lost(Outage.of(Outage.Kind.TIMEOUT), false);
		});
	}

	private WireResponse send(Trip trip, WebClient client, Deadline deadline) {
		Project project = trip.project();
		URI uri = this.properties.baseUrl().at(this.properties.dialect().targetOf(trip.query(), project));
		Request request = new Request(uri, project.apiKey(), trip.validator(), trip.memory());
		WireResponse response = this.transport.get(request, client, this.connections.once(), deadline);
		this.pauses.note(project, response);
		return response;
	}

	/**
	 * One trip: what is asked, and with what.
	 *
	 * @param query what is asked
	 * @param validator HoneyHive's entity tag for what is stored, or {@code null}
	 * @param project whose key it is asked with
	 * @param memory what responses take their memory from
	 */
	private record Trip(RunQuery query, @Nullable String validator, Project project, TripMemory memory) {

		Trip recordOf(RunId run) {
			return new Trip(this.query.recordOf(run), null, this.project, this.memory);
		}

	}

}
