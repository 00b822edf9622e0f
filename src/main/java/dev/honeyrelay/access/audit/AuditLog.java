package dev.honeyrelay.access.audit;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import dev.honeyrelay.access.CallerAuthentication;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.logging.RequestEnd;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Writes one line for each request that it is told of, on a logger of its own.
 */
public final class AuditLog {

	private static final Logger log = LoggerFactory.getLogger("dev.honeyrelay.audit");

	private final boolean enabled;

	private final LongSupplier nanoTime;

	private final BooleanSupplier crowded;

	/**
	 * Creates a log.
	 * @param crowded whether so many wait to tell something that nobody else should
	 */
	public AuditLog(AuditProperties properties, LongSupplier nanoTime, BooleanSupplier crowded) {
		this.enabled = properties.enabled();
		this.nanoTime = nanoTime;
		this.crowded = crowded;
	}

	/**
	 * Returns what sees to it that each request of a known caller is told of that reads
	 * or purges, or tries to. While too many wait to be told of, nobody else may do so.
	 */
	public Filter filter() {
		return new AuditFilter();
	}

	/** Returns the moment that durations are measured from. */
	public long now() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Tells that {@code caller} did {@code event}.
	 * @param means how the caller is known
	 * @param bytes how many bytes of content were sent
	 * @param nanos how long it took
	 */
	public void tell(String event, Caller caller, String means, AuditEntry entry, int status, long bytes, long nanos) {
		if (!this.enabled) {
			return;
		}
		long micros = nanos / 1000;
		entry.addTo(log.atInfo().addKeyValue("caller", caller.name()).addKeyValue("identified_by", means))
			.addKeyValue("status", status)
			.addKeyValue("bytes", bytes)
			.addKeyValue("duration_ms", micros / 1000.0)
			.log(event);
	}

	// What is done now could not be told of for too long.
	private boolean isCrowded() {
		return this.enabled && this.crowded.getAsBoolean();
	}

	/** Tells of each request of a known caller when it ends. */
	private final class AuditFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller)) {
				chain.doFilter(request, response);
				return;
			}
			if (isCrowded()) {
				throw new AuditLogCrowdedException();
			}
			long start = now();
			AuditEntry entry = AuditEntry.of((HttpServletRequest) request);
			try {
				chain.doFilter(request, response);
			}
			finally {
				RequestEnd.then(request,
						() -> tell(entry, caller, (HttpServletRequest) request, (HttpServletResponse) response, start));
			}
		}

		private void tell(AuditEntry entry, CallerAuthentication caller, HttpServletRequest request,
				HttpServletResponse response, long start) {
			if (entry.outcome() == null) {
				return;
			}
			long bytes = HttpMethod.HEAD.matches(request.getMethod()) ? 0 : entry.bytes();
			boolean purge = request.getServletPath().startsWith("/admin/");
			AuditLog.this.tell(purge ? "purge" : "read", caller.getPrincipal(), caller.means(), entry,
					response.getStatus(), bytes, now() - start);
		}

	}

	/**
	 * What the audit log will tell of one request, filled in by whoever gets to know it.
	 * There is no place in it for a token, a parameter or a body.
	 */
	public static final class AuditEntry {

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
		 * Returns how the request ended, or {@code null} if it was not one that the audit
		 * log tells of.
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

}
