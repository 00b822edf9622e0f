package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import dev.honeyrelay.logging.RequestIds;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunQuery;
import io.opentelemetry.context.Context;

import org.springframework.stereotype.Component;

/**
 * Gets the results of several runs: what is in memory at once, the others several at a
 * time, within what their project and their caller may.
 */
@Component
final class RunResults {

	private final Results results;

	private final int concurrent;

	RunResults(Results results, ViewsProperties properties) {
		this.results = results;
		this.concurrent = properties.concurrentResults();
	}

	/**
	 * Returns the results of {@code runs}, in their order.
	 * @param lease where rows are counted that are read meanwhile
	 * @param request the request's id, for the log
	 */
	List<RunResult> of(List<ListedRun> runs, TrendQuestion question, ProjectName project, Places places, Lease lease,
			String request) {
		List<CompletableFuture<RunResult>> answers = new ArrayList<>();
		Semaphore turns = new Semaphore(Math.min(this.concurrent, Math.max(1, places.count())));
		try (ExecutorService threads = Context
			.taskWrapping(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("trend").factory()))) {
			Executor ofRequest = (task) -> threads.execute(() -> RequestIds.during(request, task));
			for (ListedRun run : runs) {
				RunQuery query = new RunQuery(project, Operation.RESULT, List.of(run.id()), question.parameters());
				Answer stored = this.results.answerAtOnce(query, (_) -> true);
				answers.add(
						(stored != null) ? CompletableFuture.completedFuture(RunResult.of(run, stored, question, lease))
								: CompletableFuture.supplyAsync(
										() -> RunResult.of(run, ask(query, places, turns), question, lease),
										ofRequest));
			}
		}
		return answers.stream().map(CompletableFuture::join).toList();
	}

	private Answer ask(RunQuery query, Places places, Semaphore turns) {
		turns.acquireUninterruptibly();
		try {
			return this.results.answer(query, places);
		}
		finally {
			turns.release();
		}
	}

}
