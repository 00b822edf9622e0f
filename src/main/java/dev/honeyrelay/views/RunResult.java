package dev.honeyrelay.views;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.honeyrelay.api.Answers;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import dev.honeyrelay.views.shape.Body;
import dev.honeyrelay.views.shape.Row;
import dev.honeyrelay.views.shape.TrendRows;
import org.jspecify.annotations.Nullable;

/**
 * The result of one of several runs, or why there is none.
 *
 * @param source what it is, in words that no other answer shares
 * @param age how old it is, or {@code null} if HoneyHive was asked for it
 * @param status how it came about, or {@code null} if there is none
 * @param rows reads its rows, and returns {@code null} if there is no room for them
 */
record RunResult(String source, @Nullable Duration age, @Nullable CacheStatus status,
		Supplier<@Nullable List<Row>> rows) {

	/**
	 * Returns what {@code answer} says of {@code run}, and closes it. What came off the
	 * wire for it is read at once, so that the results of all runs need not be in memory
	 * together; what is stored is read when it is needed.
	 * @param lease where the rows are counted
	 */
	static RunResult of(ListedRun run, Answer answer, TrendQuestion question, Lease lease) {
		String id = run.id().value() + ' ';
		ProblemType problem = Answers.problemOf(answer);
		if (!(answer instanceof Answer.Content content)) {
			String name = (problem != null) ? problem.slug() : "";
			List<Row> row = List.of(TrendRows.problem(run.id(), run.name(), run.status(), run.time(), name));
			return new RunResult(id + name + ' ' + run.name(), null, null, () -> row);
		}
		try (content) {
			Representation body = content.representation();
			Supplier<@Nullable List<Row>> rows = () -> read(body, run, question, lease);
			if (content.isLeased()) {
				List<Row> read = rows.get();
				rows = () -> read;
			}
			return new RunResult(id + body.entityTag(ContentCoding.IDENTITY), content.age(), content.cacheStatus(),
					rows);
		}
	}

	private static @Nullable List<Row> read(Representation body, ListedRun run, TrendQuestion question, Lease lease) {
		try {
			return TrendRows.of(Body.of(body.content(ContentCoding.IDENTITY)), run.id(), question::includes,
					lease::take);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
