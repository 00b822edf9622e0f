package dev.honeyrelay.api.prefer;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.problem.RequestFailures;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CallerContext;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.server.CallerProperties;
import dev.honeyrelay.server.ServerThreads;
import dev.honeyrelay.waiting.Presence;
import dev.honeyrelay.waiting.Waits;
import dev.honeyrelay.waiting.Wish;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Asks on behalf of requests, some of which prefer to wait until the answer is still:
 * {@code Prefer: wait=50, still=30}.
 */
@Component
public final class WaitingCallers {

	private static final Logger log = LoggerFactory.getLogger(WaitingCallers.class);

	private static final String FIELD = "Prefer";

	private static final Set<Operation> WAITABLE = EnumSet.of(Operation.RESULT, Operation.METRICS, Operation.COMPARISON,
			Operation.RUN);

	// More digits than any number of seconds that makes a difference.
	private static final int LONGEST = 9;

	private static final int MOST_SECONDS = 999_999_999;

	private final Results results;

	private final Waits waits;

	private final CallerProperties properties;

	private final InstantSource time;

	private final RequestFailures failures;

	WaitingCallers(Results results, Waits waits, CallerProperties properties, InstantSource time,
			RequestFailures failures) {
		this.results = results;
		this.waits = waits;
		this.properties = properties;
		this.time = time;
		this.failures = failures;
	}

	/**
	 * Has the answer to {@code query} written by {@code writing}, which is told how to
	 * ask for it: now, or, where the caller prefers to wait, when this request's filters
	 * have returned. It may ask more than once, and waits no longer for that.
	 */
	public void answer(RunQuery query, HttpServletRequest request, HttpServletResponse response, Writing writing)
			throws IOException {
		Places places = CallerLimits.placesOf(request);
		Request received = ServletContextRequest.getServletContextRequest(request);
		Wish wish = WAITABLE.contains(query.operation()) ? wishOf(received) : null;
		if (wish == null) {
			writing.write(() -> this.results.answer(query, places));
			return;
		}
		Presence presence = presence(received, AuditEntry.of(request));
		AtomicBoolean waited = new AtomicBoolean();
		Supplier<Answer> asking = () -> {
			Wish now = waited.getAndSet(true) ? new Wish(wish.still(), this.time.instant(), wish.told()) : wish;
			Answer answer = this.waits.answer(query, now, places, presence);
			// Until now it is when the request came (RFC 9110 section 6.6.1).
			response.setDateHeader(HttpHeaders.DATE, this.time.millis());
			return answer;
		};
		AsyncContext async = request.startAsync(request, response);
		async.setTimeout(0);
		Runnable rest = within(SecurityContextHolder.getContext(), () -> write(asking, writing, request, response));
		ServerThreads.afterwards(() -> {
			try {
				rest.run();
			}
			finally {
				async.complete();
			}
		});
	}

	private Presence presence(Request received, AuditEntry entry) {
		CallerPresence presence = new CallerPresence(received, this.properties.maxWait().toMillis());
		return (gone) -> {
			long start = System.nanoTime();
			Presence.Watch watch = presence.watch(gone);
			return () -> {
				watch.close();
				entry.waited(System.nanoTime() - start);
			};
		};
	}

	// The caller and the fields of the log are those of now.
	private static Runnable within(SecurityContext caller, Runnable action) {
		return CallerContext.current().wrap(() -> {
			SecurityContextHolder.setContext(caller);
			try {
				action.run();
			}
			finally {
				SecurityContextHolder.clearContext();
			}
		});
	}

	// The filter that answers failures has returned.
	private void write(Supplier<Answer> asking, Writing writing, HttpServletRequest request,
			HttpServletResponse response) {
		try {
			writing.write(asking);
		}
		catch (IOException | RuntimeException | Error ex) {
			boolean begun = response.isCommitted();
			if (DisconnectedClientHelper.isClientDisconnectedException(ex)) {
				log.atDebug().log("caller hung up");
			}
			else {
				this.failures.answerLate(ex, request, response);
			}
			if (begun) {
				// Nothing can be said any more, but the connection must not look sound.
				Request received = ServletContextRequest.getServletContextRequest(request);
				received.getConnectionMetaData().getConnection().getEndPoint().close();
			}
		}
	}

	private @Nullable Wish wishOf(Request received) {
		List<String> lines = received.getHeaders().getValuesList(FIELD);
		if (lines.isEmpty()) {
			return null;
		}
		Preferences preferences = Preferences.in(lines);
		Duration wait = seconds(preferences.value("wait"));
		if (wait == null) {
			return null;
		}
		Duration longest = this.properties.maxWait();
		Duration bounded = (wait.compareTo(longest) > 0) ? longest : wait;
		Duration wanted = seconds(preferences.value("still"));
		Duration still = (wanted != null) ? wanted : this.properties.still();
		Instant came = this.time.instant().minusNanos(System.nanoTime() - received.getHeadersNanoTime());
		return new Wish(still, came.plus(bounded), "wait=" + bounded.toSeconds() + ", still=" + still.toSeconds());
	}

	// A whole number of seconds (RFC 9111 section 1.2.2); anything else is not a
	// preference.
	private static @Nullable Duration seconds(@Nullable String value) {
		if (value == null || value.isEmpty() || !value.chars().allMatch((digit) -> digit >= '0' && digit <= '9')) {
			return null;
		}
		long leading = value.chars().takeWhile((digit) -> digit == '0').count();
		return Duration.ofSeconds((value.length() - leading > LONGEST) ? MOST_SECONDS : Long.parseLong(value));
	}

	/**
	 * Writes an answer.
	 */
	@FunctionalInterface
	public interface Writing {

		/**
		 * Writes the answer that {@code asking} returns.
		 * @throws IOException if the caller cannot be written to
		 */
		void write(Supplier<Answer> asking) throws IOException;

	}

}
