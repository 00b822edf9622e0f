package dev.honeyrelay.problem;

import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;

/**
 * Tells a caller's faults from the relay's own among what the container, Spring Security
 * and Spring MVC throw.
 */
final class CallerFaults {

	private static final int DEEPEST = 20;

	private CallerFaults() {
	}

	/**
	 * Returns the problem that tells the caller of its fault, or {@code null} if
	 * {@code thrown} is a fault of the relay's own.
	 * @param path the path of the request
	 */
	static @Nullable Problem problemOf(Throwable thrown, String path) {
		Throwable cause = thrown;
		for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
			Problem problem = problemOfOne(cause, path);
			if (problem != null) {
				return problem;
			}
			cause = cause.getCause();
		}
		return null;
	}

	private static @Nullable Problem problemOfOne(Throwable thrown, String path) {
		return switch (thrown) {
			case RequestRejectedException ex -> SecurityProblems.MALFORMED;
			case HttpException ex when isRefusal(ex.getCode()) ->
				Problem.of(ProblemType.ofStatus(ex.getCode()), RefusalDetail.ofQueryOrBody(ex.getReason()));
			case ErrorResponse ex when ex.getStatusCode().is4xxClientError() -> {
				ProblemType type = ProblemType.ofStatus(ex.getStatusCode().value());
				yield Problem.of(type,
						(type == ProblemType.NOT_FOUND) ? RefusalDetail.ofNothing(path) : RefusalDetail.of(type));
			}
			case HttpMessageNotReadableException ex ->
				Problem.of(ProblemType.INVALID_REQUEST, "The body of the request cannot be read.");
			case InvalidMimeTypeException ex ->
				Problem.of(ProblemType.INVALID_REQUEST, "A header field names a media type that cannot be read.");
			default -> null;
		};
	}

	private static boolean isRefusal(int status) {
		return status >= 400 && status < 500;
	}

}
