package dev.honeyrelay.views;

import java.time.Duration;
import java.util.Objects;

import dev.honeyrelay.api.Answers;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.shape.TrendRows;
import org.jspecify.annotations.Nullable;

/**
 * The result of one of several runs, or why there is none.
 *
 * @param source what it is, in words that no other answer shares
 * @param asked whether it was looked for, in memory at least
 * @param withheld whether it was not, or HoneyHive not asked for what is not in memory
 * @param age how old it is, or {@code null} if HoneyHive was asked for it
 * @param status how it came about, or {@code null} if there is none
 * @param rows its rows
 */
record RunResult(String source, boolean asked, boolean withheld, @Nullable Duration age, @Nullable CacheStatus status,
		RunRows rows) {

	/** Returns what there is of a run whose id nobody can ask for. */
	static RunResult unasked(ListedRun run) {
		return without(run, ProblemType.INVALID_REQUEST, false, true);
	}

	/** Returns what there is of a run for whose result there was no time. */
	static RunResult unaskedInTime(ListedRun run) {
		return without(run, ProblemType.UPSTREAM_TIMEOUT, true, true);
	}

	/**
	 * Returns what {@code answer} says of {@code run}. What came off the wire for it is
	 * written down and closed at once, so that the results of all runs need not be in
	 * memory together; what is stored is read when it is needed.
	 * @param memory what is kept meanwhile
	 */
	static RunResult of(ListedRun run, RunId id, Answer answer, TrendQuestion question, TrendMemory memory) {
		ProblemType problem = Answers.problemOf(answer);
		if (!(answer instanceof Answer.Content content)) {
			return without(run, Objects.requireNonNull(problem), true, isWithheld(answer));
		}
		RunRows.OfResult rows = RunRows.OfResult.of(content.representation(), id, question);
		String source = id.value() + ' ' + content.representation().entityTag(ContentCoding.IDENTITY);
		RunRows kept = content.isLeased() ? released(content, rows, memory) : rows;
		return new RunResult(source, true, false, content.age(), content.cacheStatus(), kept);
	}

	private static RunRows released(Answer.Content content, RunRows.OfResult rows, TrendMemory memory) {
		RunRows written = null;
		try {
			written = rows.written(memory);
			return (written != null) ? written : rows.ofCounted();
		}
		finally {
			if (written != null) {
				content.close();
			}
			else {
				memory.keep(content);
			}
		}
	}

	private static boolean isWithheld(Answer answer) {
		return switch (answer) {
			case Answer.Limited _ -> true;
			case Answer.Unavailable(Outage outage, boolean _) -> !outage.wasAsked();
			case Answer.Content _, Answer.RunNotFound _, Answer.Rejected _ -> false;
		};
	}

	private static RunResult without(ListedRun run, ProblemType problem, boolean asked, boolean withheld) {
		String slug = problem.slug();
		return new RunResult(run + " " + slug, asked, withheld, null, null,
				new RunRows.Problem(TrendRows.problem(run.id(), run.name(), run.status(), run.time(), slug)));
	}

}
