package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The runs that a request's path names, by their ids or by their age.
 *
 * @param ids their ids, as far as they are known
 * @param failure why they are not, or {@code null}
 * @param list how the list came about off which they were taken, or {@code null} if they
 * were not
 */
record NamedRuns(List<RunId> ids, @Nullable Answer failure, @Nullable CacheStatus list) {

	/** The names of variables that stand for runs, in the order of the query's runs. */
	private static final List<String> VARIABLES = List.of("run", "new", "old");

	// What may stand where a run id may, in the order of a list that has the newest
	// first.
	private static final List<String> RELATIVE = List.of("@latest", "@previous");

	NamedRuns {
		ids = List.copyOf(ids);
	}

	/**
	 * Returns the runs that {@code variables} of the path name.
	 * @param received the parameters, of which those are taken that tell which runs are
	 * meant by their age
	 * @throws InvalidRequestException if that cannot be
	 */
	static NamedRuns in(Map<String, String> variables, List<Parameter> received, HttpServletRequest request,
			RunLists lists) {
		List<String> named = VARIABLES.stream().map(variables::get).filter(Objects::nonNull).toList();
		if (named.stream().noneMatch(RELATIVE::contains)) {
			return new NamedRuns(named.stream().map(NamedRuns::runId).toList(), null, null);
		}
		RunFilter filter = RunFilter.takenFrom(received);
		if (filter == null) {
			throw new InvalidRequestException("With @latest or @previous, name or name_prefix is needed.");
		}
		named.stream().filter((name) -> !RELATIVE.contains(name)).forEach(NamedRuns::runId);
		int oldest = named.stream().mapToInt(RELATIVE::indexOf).max().orElseThrow();
		return switch (lists.find(ProjectChoice.of(request).getFirst(), filter, oldest + 1, ListedRun::isCompleted,
				CallerLimits.placesOf(request))) {
			case RunLists.Search.Found list -> found(named, list);
			case RunLists.Search.Failed(Answer answer) -> new NamedRuns(List.of(), answer, null);
		};
	}

	/**
	 * Returns the address that was asked for, or, if it names runs by their age, the one
	 * with their ids.
	 * @param path the path below {@code /views}, with a variable for each run
	 * @param ending what comes after it
	 */
	String addressOf(HttpServletRequest request, Map<String, String> variables, String path, String ending,
			Parameters parameters) {
		if (variables.values().stream().noneMatch(RELATIVE::contains)) {
			return ServletContextRequest.getServletContextRequest(request).getHttpURI().getPathQuery();
		}
		String written = path;
		for (RunId run : this.ids) {
			written = written.replaceFirst("\\{[^}]+}", run.value());
		}
		String project = variables.get(ProjectChoice.PATH_VARIABLE);
		String query = parameters.encoded();
		return request.getContextPath() + "/views"
				+ ((project != null) ? "/projects/" + UriUtils.encodePathSegment(project, UTF_8) : "") + written
				+ ending + (query.isEmpty() ? "" : '?' + query);
	}

	private static NamedRuns found(List<String> named, RunLists.Search.Found list) {
		List<ListedRun> newest = list.runs();
		List<RunId> ids = new ArrayList<>();
		for (String name : named) {
			int age = RELATIVE.indexOf(name);
			if (age >= newest.size()) {
				return new NamedRuns(ids, new Answer.RunNotFound(), list.status());
			}
			RunId run = (age < 0) ? runId(name) : newest.get(age).runId();
			if (run == null) {
				// Another run would be taken for the one that was asked for.
				return new NamedRuns(ids, new Answer.Unavailable(Outage.of(Outage.Kind.INVALID), false), list.status());
			}
			ids.add(run);
		}
		return new NamedRuns(ids, null, list.status());
	}

	private static RunId runId(String text) {
		if (!RunId.isRunId(text)) {
			throw new InvalidRequestException(
					"A run id is 1 to 128 letters, digits, dots, underscores and hyphens, and begins with a letter or digit.");
		}
		return new RunId(text);
	}

}
