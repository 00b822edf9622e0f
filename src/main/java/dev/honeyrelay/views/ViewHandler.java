package dev.honeyrelay.views;

import java.io.IOException;
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
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.views.format.Format;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers requests for one view: asks for the answer that it is made of as anybody does,
 * and has it written in the view's form. The fast path is not told of them, since what it
 * remembers of a target has no form.
 */
final class ViewHandler {

	private final View view;

	private final Results results;

	private final ParameterReader parameters;

	private final AnswerWriter answers;

	private final ByteBudget budget;

	ViewHandler(View view, Results results, ParameterReader parameters, AnswerWriter answers, ByteBudget budget) {
		this.view = view;
		this.results = results;
		this.parameters = parameters;
		this.answers = answers;
		this.budget = budget;
	}

	void answer(@PathVariable Map<String, String> variables, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Format format = Objects.requireNonNull(Format.of(variables.getOrDefault("format", "")));
		List<RunId> runs = View.RUN_VARIABLES.stream()
			.map(variables::get)
			.filter(Objects::nonNull)
			.map(ViewHandler::runId)
			.toList();
		AuditEntry.of(request).asks("view:" + this.view.label() + '.' + format.ending(), runs);
		Parameters recognised = this.parameters.read(this.view.operation(),
				QueryString.parse(request.getQueryString()));
		RunQuery query = new RunQuery(ProjectChoice.of(request).getFirst(), this.view.operation(), runs, recognised);
		String location = ServletContextRequest.getServletContextRequest(request).getHttpURI().getPathQuery();
		Form form = new ViewForm(this.view, runs, format, location, this.budget);
		this.answers.write(() -> this.results.answer(query, CallerLimits.placesOf(request)), form, request, response);
	}

	private static RunId runId(String text) {
		if (!RunId.isRunId(text)) {
			throw new InvalidRequestException(
					"A run id is 1 to 128 letters, digits, dots, underscores and hyphens, and begins with a letter or digit.");
		}
		return new RunId(text);
	}

}
