package dev.honeyrelay.problem;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.honeyrelay.access.audit.AuditLogCrowdedException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.io.QuietException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;

/**
 * Answers requests during which something was thrown: a caller's fault with its 4xx,
 * which nobody else is told of, and a fault of the relay's own with 500 and a line in the
 * log. There is at most one stack trace a minute for each kind of failure, that is for
 * each exception class and place.
 */
public final class RequestFailures {

	private static final Logger log = LoggerFactory.getLogger(RequestFailures.class);

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private static final int KINDS = 1000;

	private static final Problem UNTOLD = Problem
		.of(ProblemType.OVERLOADED, "Nobody takes what the relay logs, and too many requests wait for that.")
		.with(HttpHeaders.RETRY_AFTER, "5");

	private final Cache<String, Kind> kinds = Caffeine.newBuilder().maximumSize(KINDS).build();

	private final LongSupplier nanoTime;

	public RequestFailures(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Returns what catches whatever is thrown within any filter or servlet behind it, so
	 * that the container has nothing to log and nothing to render, and lets no refusal be
	 * empty.
	 */
	public Filter filter() {
		return new CatchingFilter();
	}

	/** Writes the problem that {@code thrown} amounts to, unless an answer has begun. */
	public void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
		Problem refusal = (thrown instanceof AuditLogCrowdedException) ? UNTOLD
				: CallerFaults.problemOf(thrown, request.getRequestURI());
		Problems.write(request, response, (refusal != null) ? refusal : ownFault(thrown));
	}

	/**
	 * Does the same for a request whose filters have returned; who cannot be written to
	 * any more is not.
	 */
	public void answerLate(Throwable thrown, HttpServletRequest request, HttpServletResponse response) {
		try {
			answer(thrown, request, response);
		}
		catch (IOException ex) {
			log.atDebug().setCause(ex).log("problem not written");
		}
	}

	/** Logs {@code thrown} as a fault of the relay's own, and returns its problem. */
	Problem ownFault(Throwable thrown) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(thrown);
		long repeated = this.kinds.get(nameOf(root), (name) -> new Kind()).repeatedBefore(this.nanoTime.getAsLong());
		if (repeated >= 0) {
			log.atError().setCause(thrown).addKeyValue("repeated", repeated).log("request failed");
		}
		return Problem.of(ProblemType.INTERNAL_ERROR, "This is a fault of the relay's own.");
	}

	private static String nameOf(Throwable root) {
		return root.getClass().getName()
				+ Arrays.stream(root.getStackTrace()).findFirst().map(Object::toString).orElse("");
	}

	/** Answers what is thrown behind it, and explains what is refused there. */
	private final class CatchingFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			String path = ((HttpServletRequest) request).getRequestURI();
			if (path.indexOf(';') >= 0) {
				// Spring decodes what follows before its firewall refuses the path.
				Problems.write((HttpServletRequest) request, (HttpServletResponse) response,
						Problem.of(ProblemType.INVALID_REQUEST, RefusalDetail.ofPath(path)));
				return;
			}
			try {
				chain.doFilter(request, response);
				explain((HttpServletRequest) request, (HttpServletResponse) response);
			}
			catch (EOFException ex) {
				throw ex; // the caller hung up
			}
			catch (IOException | ServletException | RuntimeException | Error ex) {
				answer(ex, (HttpServletRequest) request, (HttpServletResponse) response);
				if (response.isCommitted()) {
					// Nothing can be said any more, but the connection must not look
					// sound.
					throw new QuietException.RuntimeException(ex);
				}
			}
		}

		// Some endpoints of the framework refuse with a status alone.
		private static void explain(HttpServletRequest request, HttpServletResponse response) throws IOException {
			if (!response.isCommitted() && response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST
					&& response.getContentType() == null) {
				ProblemType type = ProblemType.ofStatus(response.getStatus());
				Problems.write(request, response, Problem.of(type, RefusalDetail.of(type)));
			}
		}

	}

	/**
	 * When failures of one kind were logged last, and how many there were since.
	 */
	private static final class Kind {

		private @Nullable Long logged;

		private long repeated;

		/**
		 * Returns how many failures before this one were not logged, or -1 if this one
		 * must not be, either.
		 */
		synchronized long repeatedBefore(long now) {
			if (this.logged != null && now - this.logged < MINUTE) {
				this.repeated++;
				return -1;
			}
			long before = this.repeated;
			this.logged = now;
			this.repeated = 0;
			return before;
		}

	}

}
