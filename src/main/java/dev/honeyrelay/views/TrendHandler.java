package dev.honeyrelay.views;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.audit.AuditEntry;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.api.AnswerWriter;
import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.api.parameter.QueryString;
import dev.honeyrelay.logging.RequestIds;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.shape.Row;
import dev.honeyrelay.views.shape.TrendRows;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers requests for a trend: the metrics of several runs, the oldest run first. Of
 * each run it takes the ordinary answer; a run that cannot be had is a row that says so.
 */
@Component
final class TrendHandler {

	/** Its path, below {@code /views} and without the ending. */
	static final String PATH = "/trend";

	/** The formats that there are. */
	static final List<Format> FORMATS = List.of(Format.JSON, Format.CSV);

	private static final Representation NOTHING = new Representation(new byte[0]);

	private static final Comparator<List<Row>> OLDEST_FIRST = Comparator
		.comparing((rows) -> TrendRows.momentOf(rows.getFirst()));

	private final RunLists lists;

	private final RunResults results;

	private final ParameterReader parameters;

	private final AnswerWriter answers;

	private final ByteBudget budget;

	TrendHandler(RunLists lists, RunResults results, ParameterReader parameters, AnswerWriter answers,
			ByteBudget budget) {
		this.lists = lists;
		this.results = results;
		this.parameters = parameters;
		this.answers = answers;
		this.budget = budget;
	}

	void answer(@PathVariable Map<String, String> variables, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Format format = Objects.requireNonNull(Format.of(variables.getOrDefault("format", "")));
		String operation = "view:trend." + format.ending();
		AuditEntry.of(request).asks(operation, List.of());
		TrendQuestion question = TrendQuestion.in(QueryString.parse(request.getQueryString()), this.parameters);
		TrendForm form = new TrendForm(format,
				ServletContextRequest.getServletContextRequest(request).getHttpURI().getPathQuery());
		ProjectName project = ProjectChoice.of(request).getFirst();
		String id = RequestIds.of(response);
		this.answers.write(() -> {
			List<ListedRun> runs = new ArrayList<>();
			Answer failure = find(question, project, request, runs);
			AuditEntry.of(request).asks(operation, runs.stream().map(ListedRun::id).toList());
			if (failure != null) {
				return failure;
			}
			return layOut(runs, question, form, request, id);
		}, form, request, response);
	}

	// Adds the runs, the oldest first as far as is known, or returns why there are none.
	private @Nullable Answer find(TrendQuestion question, ProjectName project, HttpServletRequest request,
			List<ListedRun> runs) {
		RunFilter filter = question.filter();
		if (filter == null) {
			question.runs().forEach((run) -> runs.add(ListedRun.unlisted(run)));
			return null;
		}
		return switch (this.lists.find(project, filter, question.last(), (_) -> true, CallerLimits.placesOf(request))) {
			case RunLists.Search.Found(List<ListedRun> newest) -> {
				runs.addAll(newest.reversed());
				yield null;
			}
			case RunLists.Search.Failed(Answer answer) -> answer;
		};
	}

	private Answer layOut(List<ListedRun> runs, TrendQuestion question, TrendForm form, HttpServletRequest request,
			String id) {
		Lease lease = this.budget.lease();
		boolean kept = false;
		try {
			List<RunResult> found = this.results.of(runs, question, ProjectChoice.of(request).getFirst(),
					CallerLimits.placesOf(request), lease, id);
			form.madeOf(found.stream().map(RunResult::source).toList());
			Preconditions known = Preconditions.of(Negotiation.fieldsOf(request));
			if (HttpMethod.HEAD.matches(request.getMethod()) || known.has(form.entityTag(known.coding()))) {
				return content(found, () -> {
				});
			}
			List<Row> rows = rows(found, question);
			if (rows == null) {
				return new Answer.Unavailable(Outage.of(Outage.Kind.OVERLOADED), false);
			}
			form.laidOut(rows);
			kept = true;
			return content(found, lease::close);
		}
		finally {
			if (!kept) {
				lease.close();
			}
		}
	}

	private static @Nullable List<Row> rows(List<RunResult> found, TrendQuestion question) {
		List<List<Row>> runs = new ArrayList<>();
		for (RunResult result : found) {
			List<Row> rows = result.rows().get();
			if (rows == null) {
				return null;
			}
			if (!rows.isEmpty()) {
				runs.add(rows);
			}
		}
		if (question.filter() == null) {
			runs.sort(OLDEST_FIRST);
		}
		int most = Math.min(runs.size(), question.last());
		return runs.subList(runs.size() - most, runs.size()).stream().flatMap(List::stream).toList();
	}

	private static Answer.Content content(List<RunResult> found, Runnable written) {
		Duration oldest = found.stream()
			.map(RunResult::age)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
		return new Answer.Content(NOTHING, oldest, statusOf(found), written);
	}

	private static CacheStatus statusOf(List<RunResult> found) {
		List<CacheStatus.Hit> hits = found.stream()
			.map(RunResult::status)
			.filter(CacheStatus.Hit.class::isInstance)
			.map(CacheStatus.Hit.class::cast)
			.toList();
		return (hits.size() < found.size()) ? new CacheStatus.Several(found.size() - hits.size(), found.size())
				: hits.stream()
					.min(Comparator.comparing(CacheStatus.Hit::timeToLive))
					.orElse(new CacheStatus.Hit(Duration.ZERO, null));
	}

}
