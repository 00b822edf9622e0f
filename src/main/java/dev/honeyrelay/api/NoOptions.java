package dev.honeyrelay.api;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses OPTIONS like every other method that a path has no use for; the framework would
 * answer it itself.
 */
final class NoOptions implements HandlerInterceptor {

	private final HttpMethod use;

	/** Creates the refusal for paths that are there for {@code use} alone. */
	NoOptions(HttpMethod use) {
		this.use = use;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		if (!HttpMethod.OPTIONS.matches(request.getMethod())) {
			return true;
		}
		// Nothing thrown here is caught if the request is a preflight.
		Problems.write(request, response, Problems.notAllowed(List.of(this.use.name())));
		return false;
	}

}
