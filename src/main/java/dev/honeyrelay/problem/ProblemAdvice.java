package dev.honeyrelay.problem;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.access.UnclearProjectException;
import dev.honeyrelay.access.limit.LimitExceededException;
import dev.honeyrelay.run.RunId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Makes problem documents of what goes wrong between the dispatcher and a controller.
 */
@RestControllerAdvice
final class ProblemAdvice {

	private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

	private final RequestFailures failures;

	ProblemAdvice(RequestFailures failures) {
		this.failures = failures;
	}

	@ExceptionHandler
	void invalid(InvalidRequestException ex, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Problems.write(request, response, Problem.of(ProblemType.INVALID_REQUEST, String.valueOf(ex.getMessage())));
	}

	@ExceptionHandler
	void unclear(UnclearProjectException ex, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Problems.write(request, response, Problem.of(ProblemType.INVALID_REQUEST, String.valueOf(ex.getMessage())));
	}

	@ExceptionHandler
	void limited(LimitExceededException ex, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Problems.write(request, response, RateLimits.requests(ex));
	}

	@ExceptionHandler
	void mismatch(MethodArgumentTypeMismatchException ex, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		String detail = (ex.getRequiredType() == RunId.class)
				? "A run id is 1 to 128 letters, digits, dots, underscores and hyphens, and begins with a letter or digit."
				: "The path has a segment that is not of its kind.";
		Problems.write(request, response, Problem.of(ProblemType.INVALID_REQUEST, detail));
	}

	@ExceptionHandler
	void denied(AccessDeniedException ex, HttpServletRequest request, HttpServletResponse response) throws IOException {
		Problems.write(request, response, SecurityProblems.FORBIDDEN);
	}

	@ExceptionHandler
	void unsupported(HttpRequestMethodNotSupportedException ex, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		Problems.write(request, response, Problems.notAllowed(List.of(ex.getSupportedMethods())));
	}

	/** Nobody is there any more to be told: hung up, or cut for taking nothing. */
	@ExceptionHandler({ EofException.class, AsyncRequestNotUsableException.class })
	void gone() {
		log.atDebug().log("caller hung up");
	}

	/**
	 * Leaves an answer that has begun to {@link RequestFailures#filter}, which ends its
	 * connection: what breaks off must not look whole.
	 */
	@ExceptionHandler
	void other(Exception ex, HttpServletRequest request, HttpServletResponse response) throws Exception {
		if (response.isCommitted()) {
			throw ex;
		}
		this.failures.answer(ex, request, response);
	}

}
