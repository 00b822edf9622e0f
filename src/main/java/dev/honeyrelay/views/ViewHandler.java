package dev.honeyrelay.views;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.api.AnswerWriter;
import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.api.prefer.WaitingCallers;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.views.format.Format;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers requests for one view, or one page, that is made of a single answer: asks for
 * that as anybody does, and has it written in its form. The fast path is not told of
 * them, since what it remembers of a target has no form.
 */
final class ViewHandler {

	private final Forms forms;

	private final WaitingCallers callers;

	private final ParameterReader parameters;

	private final AnswerWriter answers;

	private final RunLists lists;

	ViewHandler(Forms forms, WaitingCallers callers, ParameterReader parameters, AnswerWriter answers, RunLists lists) {
		this.forms = forms;
		this.callers = callers;
		this.parameters = parameters;
		this.answers = answers;
		this.lists = lists;
	}

	void answer(@PathVariable Map<String, String> variables, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Format format = Format.of(variables.getOrDefault("format", ""));
		String ending = (format != null) ? '.' + format.ending() : "";
		List<Parameter> received = this.forms.parametersOf(request);
		String operation = "view:" + this.forms.label() + ((format != null) ? ending : ".html");
		AuditEntry.of(request).asks(operation, List.of());
		NamedRuns runs = NamedRuns.in(variables, received, request, this.lists);
		AuditEntry.of(request).asks(operation, runs.ids());
		Parameters asked = this.parameters.read(this.forms.operation(), this.forms.forHoneyHive(received));
		RunQuery query = new RunQuery(ProjectChoice.of(request).getFirst(), this.forms.operation(), runs.ids(), asked);
		String address = runs.addressOf(request, variables, this.forms.path(), ending, Parameters.of(received));
		Form form = this.forms.form(format, runs, received, address, request);
		Answer failure = runs.failure();
		if (failure != null) {
			this.answers.write(() -> failure, form, request, response);
			return;
		}
		this.callers.answer(query, request, response, (asking) -> this.answers.write(asking, form, request, response));
	}

	/**
	 * The forms of what is made of an answer.
	 */
	interface Forms {

		/** Returns the word for it in the audit log. */
		String label();

		/** Returns its path, below {@code /views} and without the ending. */
		String path();

		/** Returns what HoneyHive is asked. */
		Operation operation();

		/**
		 * Returns the parameters of {@code request} that say something, in a new list.
		 */
		List<Parameter> parametersOf(HttpServletRequest request);

		/** Returns those of {@code parameters} that HoneyHive is asked. */
		List<Parameter> forHoneyHive(List<Parameter> parameters);

		/**
		 * Returns the form that a request has asked for.
		 * @param format its format, or {@code null} for a page
		 * @param runs the runs that it is about
		 * @param received its parameters
		 * @param address the address, with the ids of its runs
		 */
		Form form(@Nullable Format format, NamedRuns runs, List<Parameter> received, String address,
				HttpServletRequest request);

	}

}
