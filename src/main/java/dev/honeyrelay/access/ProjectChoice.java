package dev.honeyrelay.access;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.run.ProjectName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Decides, before anything else about a request is looked at, which project it reads: the
 * one that it names, by header or by path, if the caller may, or else the caller's first.
 * What the caller may not read and what is not there are refused alike.
 */
public final class ProjectChoice implements HandlerInterceptor {

	/** The header field that names a project. */
	public static final String HEADER = "Relay-Project";

	/** The variable of a path that names a project or tells its id. */
	public static final String PATH_VARIABLE = "project";

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
			request.setAttribute(CHOSEN, choose(authentication.getPrincipal(), request).name());
		}
		return true;
	}

	private static Project choose(Caller caller, HttpServletRequest request) {
		String header = headerOf(request);
		String path = pathOf(request);
		if (header == null && path == null) {
			if (caller.defaultProject() == null) {
				throw new UnclearProjectException("This caller has no default project: name one in " + HEADER + '.');
			}
			return caller.defaultProject();
		}
		Project named = (header != null) ? caller.projectNamed(header) : null;
		Project called = (path != null) ? caller.projectCalled(path) : null;
		if (header != null && path != null && !Objects.equals(named, called)) {
			throw new UnclearProjectException("The path and " + HEADER + " name different projects.");
		}
		return readable((header != null) ? named : called);
	}

	private static Project readable(@Nullable Project project) {
		if (project == null) {
			throw new AccessDeniedException("not a project of this caller");
		}
		return project;
	}

	private static @Nullable String headerOf(HttpServletRequest request) {
		List<String> named = Collections.list(request.getHeaders(HEADER));
		if (named.size() > 1) {
			throw new UnclearProjectException(HEADER + " is given more than once.");
		}
		return named.isEmpty() ? null : named.getFirst();
	}

	private static @Nullable String pathOf(HttpServletRequest request) {
		Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
		return (variables instanceof Map<?, ?> map && map.get(PATH_VARIABLE) instanceof String called) ? called : null;
	}

}
