package dev.honeyrelay.views;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.api.AnswerWriter;
import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.api.parameter.QueryString;
import dev.honeyrelay.logging.RequestIds;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.pages.TrendPage;
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

	private final RunLists lists;

	private final RunResults results;

	private final ParameterReader parameters;

	private final AnswerWriter answers;

	private final ByteBudget budget;

	private final InstantSource time;

	TrendHandler(RunLists lists, RunResults results, ParameterReader parameters, AnswerWriter answers,
			ByteBudget budget, InstantSource time) {
		this.lists = lists;
		this.results = results;
		this.parameters = parameters;
		this.answers = answers;
		this.budget = budget;
		this.time = time;
	}

	void answer(@PathVariable Map<String, String> variables, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Format format = Format.of(variables.getOrDefault("format", ""));
		String operation = "view:trend." + ((format != null) ? format.ending() : "html");
		AuditEntry.of(request).asks(operation, List.of());
		List<Parameter> received = (format != null) ? QueryString.parse(request.getQueryString())
				: PageRequest.parametersOf(request, TrendPage.FIELDS);
		// A page may be opened without a question, in order to ask one.
		TrendQuestion question = TrendQuestion.in(received, format == null, this.parameters);
		TrendForm form = new TrendForm(layout(format, received, request));
		ProjectName project = ProjectChoice.of(request).getFirst();
		String id = RequestIds.of(response);
		Instant begin = this.time.instant();
		this.answers.write(() -> switch (find(question, project, request)) {
			case RunLists.Search.Failed(Answer answer) -> answer;
			case RunLists.Search.Found list -> {
				AuditEntry.of(request).asks(operation, ListedRun.idsOf(list.runs()));
				yield layOut(list, question, form, request, begin, id);
			}
		}, form, request, response);
	}

	private TrendForm.Layout layout(@Nullable Format format, List<Parameter> received, HttpServletRequest request) {
		String address = ServletContextRequest.getServletContextRequest(request).getHttpURI().getPathQuery();
		return (format != null) ? new TrendForm.Layout.Rows(format, address)
				: new TrendForm.Layout.AsPage(PageRequest.placeOf(request), received, address, this.budget, this.time);
	}

	// Returns the runs, the oldest first as far as that is known.
	private RunLists.Search find(TrendQuestion question, ProjectName project, HttpServletRequest request) {
		RunFilter filter = question.filter();
		if (filter == null) {
			return new RunLists.Search.Found(question.runs().stream().map(ListedRun::unlisted).toList(),
					new CacheStatus.Hit(Duration.ZERO, null), null);
		}
		return switch (this.lists.find(project, filter, question.last(), (_) -> true, CallerLimits.placesOf(request))) {
			case RunLists.Search.Found(List<ListedRun> newest, CacheStatus status, Duration age) ->
				new RunLists.Search.Found(newest.reversed(), status, age);
			case RunLists.Search.Failed failed -> failed;
		};
	}

	private Answer layOut(RunLists.Search.Found list, TrendQuestion question, TrendForm form,
			HttpServletRequest request, Instant begin, String id) {
		TrendMemory memory = new TrendMemory(this.budget);
		boolean kept = false;
		try {
			List<RunResult> found = this.results.of(list.runs(), question, ProjectChoice.of(request).getFirst(),
					CallerLimits.placesOf(request), begin, memory, id);
			form.madeOf(found, list.status());
			Preconditions known = Preconditions.of(Negotiation.fieldsOf(request));
			if (HttpMethod.HEAD.matches(request.getMethod()) || known.has(form.entityTag(known.coding()))) {
				return content(list, found, () -> {
				});
			}
			List<RunRows> rows = rows(found, question, memory);
			if (rows == null) {
				return new Answer.Unavailable(Outage.of(Outage.Kind.OVERLOADED), false);
			}
			form.laidOut((sink) -> {
				for (RunRows ofRun : rows) {
					ofRun.read(sink);
				}
			}, rows.stream().map(RunRows::unsettled).filter(Objects::nonNull).toList(), memory.bytes(),
					ViewForm.cellBytes(rows.stream().mapToInt(RunRows::largestCell).max().orElse(0), this.budget));
			kept = true;
			return content(list, found, memory::close);
		}
		finally {
			if (!kept) {
				memory.close();
			}
		}
	}

	private static @Nullable List<RunRows> rows(List<RunResult> found, TrendQuestion question, TrendMemory memory) {
		List<RunRows> rows = new ArrayList<>(found.stream().map(RunResult::rows).toList());
		if (question.filter() == null) {
			rows.sort(Comparator.comparing(RunRows::moment));
		}
		List<RunRows> kept = new ArrayList<>();
		// Nobody knows whether a run that cannot be had is one of the oldest.
		long tooMany = rows.stream().filter((ofRun) -> !(ofRun instanceof RunRows.Problem)).count() - question.last();
		for (RunRows ofRun : rows) {
			if (tooMany > 0 && !(ofRun instanceof RunRows.Problem)) {
				tooMany--;
				continue;
			}
			RunRows inMemory = ofRun.keptIn(memory);
			if (inMemory == null) {
				return null;
			}
			kept.add(inMemory);
		}
		return kept;
	}

	// Without any result, what the list is counts, and an older one that stands in
	// always.
	private static Answer.Content content(RunLists.Search.Found list, List<RunResult> found, Runnable written) {
		List<RunResult> asked = found.stream().filter(RunResult::asked).toList();
		if (asked.isEmpty()) {
			return new Answer.Content(nothing(), list.age(), list.status(), written);
		}
		boolean olderList = !list.status().isCurrent() && list.age() != null;
		Duration oldest = Stream
			.concat(asked.stream().map(RunResult::age), olderList ? Stream.of(list.age()) : Stream.empty())
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
		List<@Nullable CacheStatus> statuses = new ArrayList<>();
		asked.forEach((result) -> statuses.add(result.status()));
		if (olderList) {
			statuses.add(list.status());
		}
		int unasked = (int) asked.stream().filter(RunResult::withheld).count();
		return new Answer.Content(nothing(), oldest, CacheStatus.ofAll(statuses, unasked), written);
	}

	// Of its own, or several trends would count once.
	private static Representation nothing() {
		return new Representation(new byte[0]);
	}

}
