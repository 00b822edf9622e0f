package dev.honeyrelay.web;

import java.io.IOException;

import dev.honeyrelay.access.AuditEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Writes problem documents from within the servlet container.
 */
final class Problems {

	private Problems() {
	}

	/** Writes {@code problem} in place of an answer; does nothing if one has begun. */
	static void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
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
