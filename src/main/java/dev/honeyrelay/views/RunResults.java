package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import dev.honeyrelay.logging.RequestIds;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
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
	 * @param memory what is kept of them until they have been written
	 * @param request the request's id, for the log
	 */
	List<RunResult> of(List<ListedRun> runs, TrendQuestion question, ProjectName project, Places places,
			TrendMemory memory, String request) {
		List<CompletableFuture<RunResult>> answers = new ArrayList<>();
		Semaphore turns = new Semaphore(Math.min(this.concurrent, Math.max(1, places.count())));
		try (ExecutorService threads = Context
			.taskWrapping(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("trend").factory()))) {
			Executor ofRequest = (task) -> threads.execute(() -> RequestIds.during(request, task));
			for (ListedRun run : runs) {
				RunId id = run.runId();
				if (id == null) {
					answers.add(CompletableFuture.completedFuture(RunResult.unasked(run)));
					continue;
				}
				RunQuery query = new RunQuery(project, Operation.RESULT, List.of(id), question.parameters());
				Answer stored = this.results.answerAtOnce(query, (_) -> true);
				answers.add((stored != null)
						? CompletableFuture.completedFuture(RunResult.of(run, id, stored, question, memory))
						: CompletableFuture.supplyAsync(() -> inTurn(turns,
								() -> RunResult.of(run, id, this.results.answer(query, places), question, memory)),
								ofRequest));
			}
		}
		return answers.stream().map(CompletableFuture::join).toList();
	}

	// A turn ends when the answer has been read: till then it is in memory.
	private static RunResult inTurn(Semaphore turns, Supplier<RunResult> ask) {
		turns.acquireUninterruptibly();
		try {
			return ask.get();
		}
		finally {
			turns.release();
		}
	}

}
