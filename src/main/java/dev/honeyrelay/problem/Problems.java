package dev.honeyrelay.problem;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.access.audit.AuditEntry;
import dev.honeyrelay.logging.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Writes problem documents from within the servlet container.
 */
public final class Problems {

	private Problems() {
	}

	/** Returns the problem of a path that is there for {@code methods} alone. */
	public static Problem notAllowed(List<String> methods) {
		ProblemType type = ProblemType.METHOD_NOT_ALLOWED;
		// HEAD works wherever GET does, which the framework does not mention.
		String allow = String.join(", ", methods).replace("GET", "GET, HEAD");
		return Problem.of(type, "The path works with these methods alone: " + allow + '.')
			.with(HttpHeaders.ALLOW, allow);
	}

	/** Writes {@code problem} in place of an answer; does nothing if one has begun. */
	public static void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
			throws IOException {
		if (response.isCommitted()) {
			return;
		}
		byte[] document = problem.toJson(RequestIds.of(response));
		AuditEntry.of(request).ends(problem.type().slug(), document.length);
		response.resetBuffer();
		response.setStatus(problem.type().status());
		problem.headers().forEach(response::setHeader);
		response.setContentType(Problem.CONTENT_TYPE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setContentLength(document.length);
		response.getOutputStream().write(document);
	}

}
