package dev.honeyrelay.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.logging.RequestIds;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Writes problems from within the servlet container: as documents, or in another form
 * where there is one for the request.
 */
public final class Problems {

	/** The attribute of a servlet context with {@link ProblemProperties#prefix}. */
	public static final String PREFIX = Problems.class.getName() + ".prefix";

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
		String id = RequestIds.of(response);
		ProblemForm.Content content = formOf(problem, id, request);
		byte[] document = (content != null) ? content.text().getBytes(StandardCharsets.UTF_8)
				: problem.toJson(id, baseOf(request.getServletContext()));
		AuditEntry.of(request).ends(problem.type().slug(), document.length);
		response.resetBuffer();
		response.setStatus(problem.type().status());
		problem.headers().forEach(response::setHeader);
		if (content != null) {
			content.headers().forEach(response::setHeader);
		}
		response.setContentType((content != null) ? content.type() : Problem.CONTENT_TYPE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setContentLength(document.length);
		response.getOutputStream().write(document);
	}

	private static ProblemForm.@Nullable Content formOf(Problem problem, String id, HttpServletRequest request) {
		if (request.getServletContext().getAttribute(ProblemForm.ATTRIBUTE) instanceof ProblemForm form) {
			String path = request.getRequestURI().substring(request.getContextPath().length());
			return form.of(problem, id, path, ServletContextRequest.getServletContextRequest(request).getHeaders());
		}
		return null;
	}

	private static String baseOf(ServletContext context) {
		Object prefix = context.getAttribute(PREFIX);
		return ((prefix != null) ? prefix : "") + context.getContextPath();
	}

}
