package dev.honeyrelay.views;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.audit.AuditEntry;
import dev.honeyrelay.api.AnswerWriter;
import dev.honeyrelay.api.Form;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.api.parameter.QueryString;
import dev.honeyrelay.api.prefer.WaitingCallers;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.views.pages.Asked;
import dev.honeyrelay.views.pages.PageKind;
import dev.honeyrelay.views.pages.Place;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers requests for one page that is made of a single answer, which is asked for as
 * anybody does.
 */
final class PageHandler {

	// What only the page is asked.
	private static final List<String> OWN = List.of(Asked.METRIC, Asked.COMPARED);

	private final PageKind view;

	private final WaitingCallers callers;

	private final ParameterReader parameters;

	private final AnswerWriter answers;

	private final ByteBudget budget;

	private final RunLists lists;

	private final ViewsProperties properties;

	private final InstantSource time;

	PageHandler(PageKind view, WaitingCallers callers, ParameterReader parameters, AnswerWriter answers,
			ByteBudget budget, RunLists lists, ViewsProperties properties, InstantSource time) {
		this.view = view;
		this.callers = callers;
		this.parameters = parameters;
		this.answers = answers;
		this.budget = budget;
		this.lists = lists;
		this.properties = properties;
		this.time = time;
	}

	void answer(@PathVariable Map<String, String> variables, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		List<Parameter> received = parametersOf(request);
		String operation = "view:" + this.view.label() + ".html";
		AuditEntry.of(request).asks(operation, List.of());
		NamedRuns runs = NamedRuns.in(variables, received, request, this.lists);
		AuditEntry.of(request).asks(operation, runs.ids());
		List<Parameter> asked = received.stream().filter((parameter) -> !OWN.contains(parameter.name())).toList();
		Parameters recognised = this.parameters.read(this.view.operation(), asked);
		RunQuery query = new RunQuery(ProjectChoice.of(request).getFirst(), this.view.operation(), runs.ids(),
				recognised);
		Form form = new PageForm(this.view, runs.ids(), received, placeOf(request),
				runs.addressOf(request, variables, this.view.path(), "", Parameters.of(received)),
				this.properties.honeyhiveUrl(), PageForm.isStale(runs.list()), this.budget, this.time);
		Answer failure = runs.failure();
		if (failure != null) {
			this.answers.write(() -> failure, form, request, response);
			return;
		}
		this.callers.answer(query, request, response, (asking) -> this.answers.write(asking, form, request, response));
	}

	/**
	 * Returns the parameters of {@code request}. A form sends those, too, that are left
	 * empty; they say nothing.
	 */
	static List<Parameter> parametersOf(HttpServletRequest request) {
		List<Parameter> received = new ArrayList<>(QueryString.parse(request.getQueryString()));
		received.removeIf((parameter) -> parameter.value().isEmpty());
		return received;
	}

	// Below whatever the relay as a whole is below.
	private static String pathOf(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	/** Returns where the page is that {@code request} asks for. */
	static Place placeOf(HttpServletRequest request) {
		return Place.of(pathOf(request), ProjectChoice.namedInPath(request));
	}

}
