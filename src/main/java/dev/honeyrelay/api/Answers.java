package dev.honeyrelay.api;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;

import dev.honeyrelay.access.VaryFields;
import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.form.ReceivedForm;
import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.problem.Problems;
import dev.honeyrelay.problem.RateLimits;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Writes answers as HTTP responses, with the header fields of the contract and no others.
 */
public final class Answers {

	private static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(5);

	private Answers() {
	}

	/** Writes {@code answer} in the form that {@code request} accepts. */
	static void write(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
		switch (answer) {
			case Answer.Content content ->
				write(content, headOf(content, ReceivedForm.FORM, request), ReceivedForm.FORM, request, response);
			case Answer.RunNotFound() -> Problems.write(request, response,
					Problem.of(ProblemType.RUN_NOT_FOUND, "HoneyHive knows no such run."));
			case Answer.Rejected(String message) -> Problems.write(request, response, rejected(message));
			case Answer.Limited(int places) -> Problems.write(request, response, RateLimits.misses(places));
			case Answer.Unavailable(Outage outage, boolean withheld) ->
				Problems.write(request, response, withheld ? withheld(outage) : unavailable(outage));
		}
	}

	/**
	 * Returns the head for {@code content} in that {@code form}, coded as {@code request}
	 * accepts.
	 */
	static ResponseHead headOf(Answer.Content content, Form form, HttpServletRequest request) {
		return ResponseHead.of(content, form, Preconditions.of(Negotiation.fieldsOf(request)));
	}

	/** Writes {@code content} in that {@code form} with that {@code head}. */
	static void write(Answer.Content content, ResponseHead head, Form form, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		response.setStatus(head.status());
		response.setHeader(HttpHeaders.VARY, VaryFields.with(response.getHeaders(HttpHeaders.VARY)));
		head.fields().forEach((field) -> response.setHeader(field.getName(), field.getValue()));
		AuditEntry.of(request).ends(content.label(), 0);
		ContentCoding coding = head.coding();
		if (coding == null || HttpMethod.HEAD.matches(request.getMethod())) {
			// Ended without this, it would get a length.
			response.flushBuffer();
			return;
		}
		int bytes = form.writeTo(response.getOutputStream(), content, coding);
		AuditEntry.of(request).ends(content.label(), bytes);
	}

	/** Returns the problem that {@code answer} is, or {@code null} if it is content. */
	public static @Nullable ProblemType problemOf(Answer answer) {
		return switch (answer) {
			case Answer.Content _ -> null;
			case Answer.RunNotFound() -> ProblemType.RUN_NOT_FOUND;
			case Answer.Rejected _ -> ProblemType.UPSTREAM_REJECTED;
			case Answer.Limited _ -> ProblemType.RATE_LIMITED;
			case Answer.Unavailable(Outage outage, boolean _) -> typeOf(outage);
		};
	}

	private static Problem rejected(@Nullable String message) {
		return Problem.of(ProblemType.UPSTREAM_REJECTED, (message != null) ? message : "HoneyHive gave no reason.");
	}

	private static Problem withheld(Outage outage) {
		Problem problem = unavailable(outage);
		return new Problem(problem.type(),
				problem.detail() + " A stale answer is stored, and HoneyHive forbids to serve it.", problem.headers())
			.with("Cache-Status", CacheStatus.withheld(outage));
	}

	private static Problem unavailable(Outage outage) {
		ProblemType type = typeOf(outage);
		Problem problem = Problem.of(type, detail(type, outage));
		boolean told = type.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE || outage.retryAfter() != null;
		return told ? problem.with(HttpHeaders.RETRY_AFTER, seconds(outage.retryAfter())) : problem;
	}

	private static ProblemType typeOf(Outage outage) {
		return switch (outage.kind()) {
			case UNREACHABLE -> ProblemType.UPSTREAM_UNREACHABLE;
			case TIMEOUT -> ProblemType.UPSTREAM_TIMEOUT;
			case FAILED -> ProblemType.UPSTREAM_FAILED;
			case INVALID -> ProblemType.UPSTREAM_INVALID;
			case TOO_LARGE -> ProblemType.UPSTREAM_TOO_LARGE;
			case KEY_REFUSED -> ProblemType.UPSTREAM_CREDENTIALS;
			case RATE_LIMITED -> ProblemType.UPSTREAM_RATE_LIMITED;
			case SUSPENDED -> ProblemType.UPSTREAM_SUSPENDED;
			case OVERLOADED -> ProblemType.OVERLOADED;
		};
	}

	private static String detail(ProblemType type, Outage outage) {
		if (outage.cause() != null) {
			return type.title() + " (" + outage.cause().label() + "): " + outage.cause().meaning() + '.';
		}
		return switch (outage.kind()) {
			case SUSPENDED -> (outage.status() != null)
					? "HoneyHive answered " + outage.status() + " and asks to be left alone for a while."
					: "HoneyHive has failed too often to be asked now.";
			case TIMEOUT, TOO_LARGE -> type.title() + '.';
			case INVALID, UNREACHABLE, FAILED, KEY_REFUSED, RATE_LIMITED, OVERLOADED ->
				(outage.status() != null && outage.status() != HttpServletResponse.SC_OK)
						? "HoneyHive answered " + outage.status() + '.' : type.title() + '.';
		};
	}

	private static String seconds(@Nullable Duration pause) {
		return Long.toString(Math.max(1, ((pause != null) ? pause : UNKNOWN_PAUSE).plusMillis(999).toSeconds()));
	}

}
