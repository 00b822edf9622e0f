package dev.honeyrelay.api;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.parameter.ComparedRuns;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.api.parameter.QueryString;
import dev.honeyrelay.api.prefer.WaitingCallers;
import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.problem.Problems;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What may be read about runs, in every spelling that callers use.
 */
@RestController
@RequestMapping({ "/v1", "", "/v1/projects/{project}", "/projects/{project}" })
final class RunsController {

	private final WaitingCallers callers;

	private final ParameterReader parameters;

	private final List<AnsweredTargets> answered;

	private final AnswerWriter answers;

	RunsController(WaitingCallers callers, ParameterReader parameters, ObjectProvider<AnsweredTargets> answered,
			AnswerWriter answers) {
		this.callers = callers;
		this.parameters = parameters;
		this.answered = answered.stream().toList();
		this.answers = answers;
	}

	@GetMapping("/runs")
	void runList(HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(Operation.RUN_LIST, List.of(), request, response);
	}

	@GetMapping("/runs/{run}")
	void run(@PathVariable RunId run, HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(Operation.RUN, List.of(run), request, response);
	}

	@GetMapping({ "/runs/{run}/result", "/runs/{run}/summary" })
	void result(@PathVariable RunId run, HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(Operation.RESULT, List.of(run), request, response);
	}

	@GetMapping("/runs/{run}/metrics")
	void metrics(@PathVariable RunId run, HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(Operation.METRICS, List.of(run), request, response);
	}

	@GetMapping({ "/runs/{newRun}/compare-with/{oldRun}", "/runs/{newRun}/compare/{oldRun}" })
	void comparison(@PathVariable RunId newRun, @PathVariable RunId oldRun, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		answer(Operation.COMPARISON, List.of(newRun, oldRun), request, response);
	}

	@GetMapping("/runs/{newRun}/compare/{oldRun}/events")
	void comparisonEvents(@PathVariable RunId newRun, @PathVariable RunId oldRun, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		answer(Operation.COMPARISON_EVENTS, List.of(newRun, oldRun), request, response);
	}

	@GetMapping("/runs/compare/events")
	void comparisonEvents(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ComparedRuns compared = ComparedRuns.in(QueryString.parse(request.getQueryString()));
		answer(Operation.COMPARISON_EVENTS, compared.runs(), compared.others(), request, response);
	}

	@GetMapping("/runs/{run}/schema")
	void runSchema(@PathVariable RunId run, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		answer(Operation.RUN_SCHEMA, List.of(run), request, response);
	}

	@GetMapping("/runs/schema")
	void runsSchema(HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(Operation.RUNS_SCHEMA, List.of(), request, response);
	}

	@GetMapping("/events/schema")
	void eventsSchema(HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(Operation.EVENTS_SCHEMA, List.of(), request, response);
	}

	private void answer(Operation operation, List<RunId> runs, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		answer(operation, runs, QueryString.parse(request.getQueryString()), request, response);
	}

	private void answer(Operation operation, List<RunId> runs, List<Parameter> received, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		AuditEntry.of(request).asks(operation.label(), runs);
		Parameters recognised = this.parameters.read(operation, received);
		Request asReceived = ServletContextRequest.getServletContextRequest(request);
		Form form = Negotiation.preferredForm(asReceived.getHeaders());
		if (form == null) {
			Problems.write(request, response,
					Problem.of(ProblemType.NOT_ACCEPTABLE, "The header field Accept does not allow application/json."));
			return;
		}
		ParsedTarget target = new ParsedTarget(operation, runs, recognised, ProjectChoice.namedInPath(request));
		RunQuery query = target.about(ProjectChoice.of(request).getFirst());
		this.callers.answer(query, request, response, (asking) -> this.answers.write(() -> {
			Answer answer = asking.get();
			if (answer instanceof Answer.Content content && content.cacheStatus() instanceof CacheStatus.Hit) {
				this.answered.forEach((told) -> told.answeredFromStore(asReceived.getHttpURI(), target));
			}
			return answer;
		}, form, request, response));
	}

}
