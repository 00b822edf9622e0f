package dev.honeyrelay.access;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.run.ProjectName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Decides, before anything else about a request is looked at, which project it reads: the
 * one it names, if the caller may, or else the caller's first.
 */
public final class ProjectChoice implements HandlerInterceptor {

	/** The header field that names a project. */
	public static final String HEADER = "Relay-Project";

	private static final String CHOSEN = ProjectChoice.class.getName();

	/**
	 * Returns the project that {@code request} reads, after this interceptor has let it
	 * through.
	 */
	public static ProjectName of(HttpServletRequest request) {
		return (ProjectName) Objects.requireNonNull(request.getAttribute(CHOSEN), "no project was chosen");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getUserPrincipal() instanceof CallerAuthentication authentication) {
			request.setAttribute(CHOSEN, choose(authentication.getPrincipal(), request));
		}
		return true;
	}

	private static ProjectName choose(Caller caller, HttpServletRequest request) {
		List<String> named = Collections.list(request.getHeaders(HEADER));
		if (named.isEmpty()) {
			return caller.projects().getFirst().name();
		}
		return caller.projects()
			.stream()
			.map(Project::name)
			.filter((project) -> named.size() == 1 && project.value().equals(named.getFirst()))
			.findFirst()
			.orElseThrow(() -> new AccessDeniedException("not a project of this caller"));
	}

}
