package dev.honeyrelay.views;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
import dev.honeyrelay.views.format.Format;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers requests for one view: asks for the answer that it is made of as anybody does,
 * and has it written in the view's form. The fast path is not told of them, since what it
 * remembers of a target has no form.
 */
final class ViewHandler {

	private final View view;

	private final WaitingCallers callers;

	private final ParameterReader parameters;

	private final AnswerWriter answers;

	private final ByteBudget budget;

	private final RunLists lists;

	ViewHandler(View view, WaitingCallers callers, ParameterReader parameters, AnswerWriter answers, ByteBudget budget,
			RunLists lists) {
		this.view = view;
		this.callers = callers;
		this.parameters = parameters;
		this.answers = answers;
		this.budget = budget;
		this.lists = lists;
	}

	void answer(@PathVariable Map<String, String> variables, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Format format = Objects.requireNonNull(Format.of(variables.getOrDefault("format", "")));
		List<Parameter> received = new ArrayList<>(QueryString.parse(request.getQueryString()));
		String operation = "view:" + this.view.label() + '.' + format.ending();
		AuditEntry.of(request).asks(operation, List.of());
		NamedRuns runs = NamedRuns.in(variables, received, request, this.lists);
		AuditEntry.of(request).asks(operation, runs.ids());
		Parameters recognised = this.parameters.read(this.view.operation(), received);
		RunQuery query = new RunQuery(ProjectChoice.of(request).getFirst(), this.view.operation(), runs.ids(),
				recognised);
		String address = runs.addressOf(request, variables, this.view.path(), '.' + format.ending(), recognised);
		Form form = new ViewForm(this.view, runs.ids(), format, address, this.budget);
		Answer failure = runs.failure();
		if (failure != null) {
			this.answers.write(() -> failure, form, request, response);
			return;
		}
		this.callers.answer(query, request, response, (asking) -> this.answers.write(asking, form, request, response));
	}

}
