package dev.honeyrelay.views;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.audit.AuditEntry;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.api.AnswerWriter;
import dev.honeyrelay.api.Form;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.api.parameter.QueryString;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.views.format.Format;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Answers requests for one view: asks for the answer that it is made of as anybody does,
 * and has it written in the view's form. The fast path is not told of them, since what it
 * remembers of a target has no form.
 */
final class ViewHandler {

	// What may stand where a run id may, in the order of a list that has the newest
	// first.
	private static final List<String> RELATIVE = List.of("@latest", "@previous");

	private final View view;

	private final Results results;

	private final ParameterReader parameters;

	private final AnswerWriter answers;

	private final ByteBudget budget;

	private final RunLists lists;

	ViewHandler(View view, Results results, ParameterReader parameters, AnswerWriter answers, ByteBudget budget,
			RunLists lists) {
		this.view = view;
		this.results = results;
		this.parameters = parameters;
		this.answers = answers;
		this.budget = budget;
		this.lists = lists;
	}

	void answer(@PathVariable Map<String, String> variables, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Format format = Objects.requireNonNull(Format.of(variables.getOrDefault("format", "")));
		List<String> named = View.RUN_VARIABLES.stream().map(variables::get).filter(Objects::nonNull).toList();
		List<Parameter> received = new ArrayList<>(QueryString.parse(request.getQueryString()));
		String operation = "view:" + this.view.label() + '.' + format.ending();
		AuditEntry.of(request).asks(operation, List.of());
		List<RunId> runs = new ArrayList<>();
		Answer failure = resolve(named, received, request, runs);
		AuditEntry.of(request).asks(operation, runs);
		Parameters recognised = this.parameters.read(this.view.operation(), received);
		RunQuery query = new RunQuery(ProjectChoice.of(request).getFirst(), this.view.operation(), runs, recognised);
		Form form = new ViewForm(this.view, runs, format, locationOf(request, variables, runs, recognised),
				this.budget);
		this.answers.write(
				() -> (failure != null) ? failure : this.results.answer(query, CallerLimits.placesOf(request)), form,
				request, response);
	}

	// Adds the runs that are named, or returns why they cannot be told.
	private @Nullable Answer resolve(List<String> named, List<Parameter> received, HttpServletRequest request,
			List<RunId> runs) {
		if (named.stream().noneMatch(RELATIVE::contains)) {
			named.forEach((name) -> runs.add(runId(name)));
			return null;
		}
		RunFilter filter = RunFilter.takenFrom(received);
		if (filter == null) {
			throw new InvalidRequestException("With @latest or @previous, name or name_prefix is needed.");
		}
		named.stream().filter((name) -> !RELATIVE.contains(name)).forEach(ViewHandler::runId);
		return switch (this.lists.find(ProjectChoice.of(request).getFirst(), filter, RELATIVE.size(),
				ListedRun::isCompleted, CallerLimits.placesOf(request))) {
			case RunLists.Search.Found found -> resolve(named, found.runs(), runs);
			case RunLists.Search.Failed(Answer answer) -> answer;
		};
	}

	private static @Nullable Answer resolve(List<String> named, List<ListedRun> newest, List<RunId> runs) {
		for (String name : named) {
			int age = RELATIVE.indexOf(name);
			if (age >= newest.size()) {
				return new Answer.RunNotFound();
			}
			RunId run = (age < 0) ? runId(name) : newest.get(age).runId();
			if (run == null) {
				// Another run would be taken for the one that was asked for.
				return new Answer.Unavailable(Outage.of(Outage.Kind.INVALID), false);
			}
			runs.add(run);
		}
		return null;
	}

	// The address that was asked for, or, if it names runs by their age, the one with
	// their ids.
	private String locationOf(HttpServletRequest request, Map<String, String> variables, List<RunId> runs,
			Parameters parameters) {
		if (variables.values().stream().noneMatch(RELATIVE::contains)) {
			return ServletContextRequest.getServletContextRequest(request).getHttpURI().getPathQuery();
		}
		String path = this.view.path();
		for (RunId run : runs) {
			path = path.replaceFirst("\\{[^}]+}", run.value());
		}
		String project = variables.get(ProjectChoice.PATH_VARIABLE);
		String query = parameters.encoded();
		return "/views" + ((project != null) ? "/projects/" + UriUtils.encodePathSegment(project, UTF_8) : "") + path
				+ '.' + variables.get("format") + (query.isEmpty() ? "" : '?' + query);
	}

	private static RunId runId(String text) {
		if (!RunId.isRunId(text)) {
			throw new InvalidRequestException(
					"A run id is 1 to 128 letters, digits, dots, underscores and hyphens, and begins with a letter or digit.");
		}
		return new RunId(text);
	}

}
