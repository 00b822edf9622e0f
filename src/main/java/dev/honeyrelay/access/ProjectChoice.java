package dev.honeyrelay.access;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.run.ProjectName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
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

	/** Returns what the path of {@code request} calls a project, or {@code null}. */
	public static @Nullable String namedInPath(HttpServletRequest request) {
		Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
		return (variables instanceof Map<?, ?> map && map.get(PATH_VARIABLE) instanceof String called) ? called : null;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getUserPrincipal() instanceof CallerAuthentication authentication) {
			HttpFields header = ServletContextRequest.getServletContextRequest(request).getHeaders();
			List<ProjectName> chosen = choose(authentication.getPrincipal(), namedIn(header), namedInPath(request))
				.stream()
				.map(Project::name)
				.toList();
			request.setAttribute(CHOSEN, chosen);
			AuditEntry.of(request).concerns(chosen);
		}
		return true;
	}

	/**
	 * Returns the projects that a request of {@code caller} is about.
	 * @param header what its header field names, or {@code null}
	 * @param path what its path calls a project, or {@code null}
	 * @throws AccessDeniedException if the caller may not read the one that is named
	 * @throws UnclearProjectException if none is, or several are
	 */
	List<Project> choose(Caller caller, @Nullable String header, @Nullable String path) {
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

	/**
	 * Returns the project that {@code fields} name, or {@code null} if they name none.
	 * @throws UnclearProjectException if they name several
	 */
	static @Nullable String namedIn(HttpFields fields) {
		List<String> named = fields.getValuesList(HEADER);
		if (named.size() > 1) {
			throw new UnclearProjectException(HEADER + " is given more than once.");
		}
		return named.isEmpty() ? null : named.getFirst();
	}

	private static Project defaultOf(Caller caller) {
		if (caller.defaultProject() == null) {
			throw new UnclearProjectException(UnclearProjectException.NONE_NAMED);
		}
		return caller.defaultProject();
	}

}
