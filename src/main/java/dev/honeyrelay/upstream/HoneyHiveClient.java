package dev.honeyrelay.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Credentials;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Outage;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Asks HoneyHive, with the project's key and within the deadline. Blocks the calling
 * thread and answers with a value, whatever HoneyHive does.
 */
public final class HoneyHiveClient {

	private final UpstreamProperties properties;

	private final Supplier<Credentials> credentials;

	private final Transport transport;

	// The key that has read something, by project: only then does "not found" mean the
	// run.
	private final ConcurrentMap<ProjectName, ApiKey> provenKeys = new ConcurrentHashMap<>();

	HoneyHiveClient(UpstreamProperties properties, Supplier<Credentials> credentials, Transport transport) {
		this.properties = properties;
		this.credentials = credentials;
		this.transport = transport;
	}

	/**
	 * Returns what came of asking {@code query}. Never throws for anything HoneyHive
	 * does.
	 * @param validator HoneyHive's entity tag for what is stored, or {@code null}
	 */
	public UpstreamOutcome ask(RunQuery query, @Nullable String validator) {
		Project project = Objects.requireNonNull(this.credentials.get().project(query.project()), "no such project");
		Deadline deadline = Deadline.in(this.properties.deadline());
		if (query.operation().evidence() != Operation.Evidence.RECORDS) {
			return ask(query, validator, project, deadline);
		}
		// Half of the time is for the records: without them the answer is served, if not
		// stored.
		RunRecords records = new RunRecords((run) -> ask(query.recordOf(run), null, project, deadline.half()));
		return records.read(query.runs()).applyTo(ask(query, validator, project, deadline));
	}

	private UpstreamOutcome ask(RunQuery query, @Nullable String validator, Project project, Deadline deadline) {
		Duration remaining = deadline.remaining();
		if (!remaining.isPositive()) {
			return new Unavailable(Outage.of(Outage.Kind.TIMEOUT));
		}
		Reply reply = this.transport.get(uriOf(query, project), project.apiKey(), validator, remaining);
		UpstreamOutcome outcome = ReplyReader.read(query.operation(), reply, validator != null);
		return switch (outcome) {
			case Answered answered -> {
				this.provenKeys.put(project.name(), project.apiKey());
				yield answered;
			}
			case NotFound _ -> new NotFound(project.apiKey().equals(this.provenKeys.get(project.name())));
			default -> outcome;
		};
	}

	private URI uriOf(RunQuery query, Project project) {
		String base = this.properties.baseUrl().toString().replaceAll("/+$", "");
		return URI.create(base + this.properties.dialect().targetOf(query, project));
	}

}
