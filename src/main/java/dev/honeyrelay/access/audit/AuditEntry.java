package dev.honeyrelay.access.audit;

import java.util.List;
import java.util.stream.Collectors;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the audit log will tell of one request, filled in by whoever gets to know it.
 * There is no place in it for a token, a parameter or a body.
 */
public final class AuditEntry {

	private static final String ATTRIBUTE = AuditEntry.class.getName();

	private List<ProjectName> projects = List.of();

	private @Nullable String operation;

	private List<RunId> runs = List.of();

	private @Nullable String outcome;

	private int bytes;

	private long waited;

	public AuditEntry() {
	}

	/** Returns a new entry, which is the one for {@code request} from now on. */
	public static AuditEntry open(HttpServletRequest request) {
		AuditEntry entry = new AuditEntry();
		request.setAttribute(ATTRIBUTE, entry);
		return entry;
	}

	/** Returns the entry for {@code request}, or one that nobody will read. */
	public static AuditEntry of(HttpServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof AuditEntry entry) ? entry : new AuditEntry();
	}

	/** Tells what the request asks, once that is understood. */
	public void asks(String operation, List<RunId> runs) {
		this.operation = operation;
		this.runs = runs;
	}

	/** Tells how the request ends, and how many bytes of content the answer has. */
	public void ends(String outcome, int bytes) {
		this.outcome = outcome;
		this.bytes = bytes;
	}

	/** Tells for how many nanoseconds more the caller preferred to wait. */
	public void waited(long nanos) {
		this.waited += nanos;
	}

	/** Returns for how many nanoseconds the caller preferred to wait. */
	public long waited() {
		return this.waited;
	}

	/** Tells which projects the request is about. */
	public void concerns(List<ProjectName> projects) {
		this.projects = projects;
	}

	/**
	 * Returns how the request ended, or {@code null} if it was not one that the audit log
	 * tells of.
	 */
	public @Nullable String outcome() {
		return this.outcome;
	}

	/** Adds what is known, and nothing in place of what is not, to {@code line}. */
	LoggingEventBuilder addTo(LoggingEventBuilder line) {
		LoggingEventBuilder about = add(line, "project", joined(this.projects));
		about = add(about, "operation", this.operation);
		about = add(about, "run_ids", this.runs.isEmpty() ? null : this.runs);
		return add(about, "outcome", this.outcome);
	}

	/** Returns how many bytes of content the answer to a GET has. */
	int bytes() {
		return this.bytes;
	}

	private static LoggingEventBuilder add(LoggingEventBuilder line, String name, @Nullable Object value) {
		return (value != null) ? line.addKeyValue(name, value) : line;
	}

	private static @Nullable String joined(List<?> values) {
		return switch (values.size()) {
			case 0 -> null;
			case 1 -> values.getFirst().toString();
			default -> values.stream().map(Object::toString).collect(Collectors.joining(","));
		};
	}

}
