package dev.honeyrelay.access;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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
 * Decides, before anything else about a request is looked at, which project it is about:
 * the one that it names, by header or by path, if the caller may read that, or else the
 * caller's own choice. What the caller may not read and what is not there are refused
 * alike.
 */
public final class ProjectChoice implements HandlerInterceptor {

	/** The header field that names a project. */
	public static final String HEADER = "Relay-Project";

	/** The variable of a path that names a project or tells its id. */
	public static final String PATH_VARIABLE = "project";

	private static final String CHOSEN = ProjectChoice.class.getName();

	private final Function<Caller, List<Project>> otherwise;

	private ProjectChoice(Function<Caller, List<Project>> otherwise) {
		this.otherwise = otherwise;
	}

	/** Returns the choice of the caller's default project where none is named. */
	public static ProjectChoice ofOne() {
		return new ProjectChoice((caller) -> List.of(defaultOf(caller)));
	}

	/** Returns the choice of all of the caller's projects where none is named. */
	public static ProjectChoice ofOneOrAll() {
		return new ProjectChoice(Caller::projects);
	}

	/**
	 * Returns the projects that {@code request} is about, after this interceptor has let
	 * it through; never none.
	 */
	public static List<ProjectName> of(HttpServletRequest request) {
		Object chosen = Objects.requireNonNull(request.getAttribute(CHOSEN), "no project was chosen");
		return ((List<?>) chosen).stream().map(ProjectName.class::cast).toList();
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getUserPrincipal() instanceof CallerAuthentication authentication) {
			List<ProjectName> chosen = choose(authentication.getPrincipal(), request).stream()
				.map(Project::name)
				.toList();
			request.setAttribute(CHOSEN, chosen);
			AuditEntry.of(request).concerns(chosen);
		}
		return true;
	}

	private List<Project> choose(Caller caller, HttpServletRequest request) {
		String header = headerOf(request);
		String path = pathOf(request);
		if (header == null && path == null) {
			return this.otherwise.apply(caller);
		}
		Project named = (header != null) ? caller.projectNamed(header) : null;
		Project called = (path != null) ? caller.projectCalled(path) : null;
		if (header != null && path != null && !Objects.equals(named, called)) {
			throw new UnclearProjectException("The path and " + HEADER + " name different projects.");
		}
		Project chosen = (header != null) ? named : called;
		if (chosen == null) {
			throw new AccessDeniedException("not a project of this caller");
		}
		return List.of(chosen);
	}

	private static Project defaultOf(Caller caller) {
		if (caller.defaultProject() == null) {
			throw new UnclearProjectException("This caller has no default project: name one in " + HEADER + '.');
		}
		return caller.defaultProject();
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
