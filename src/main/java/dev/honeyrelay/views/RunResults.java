package dev.honeyrelay.views;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.honeyrelay.logging.RequestIds;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Patience;
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

	private final Patience patience;

	private final InstantSource time;

	RunResults(Results results, ViewsProperties properties, Patience patience, InstantSource time) {
		this.results = results;
		this.concurrent = properties.concurrentResults();
		this.patience = patience;
		this.time = time;
	}

	/**
	 * Returns the results of {@code runs}, in their order. When the request's patience is
	 * over, an older result stands in for each that has not come, or a timeout; trips
	 * under way go on, and what they bring is stored.
	 * @param begin when the request came
	 * @param memory what is kept of them until they have been written
	 * @param request the request's id, for the log
	 */
	List<RunResult> of(List<ListedRun> runs, TrendQuestion question, ProjectName project, Places places, Instant begin,
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
						: CompletableFuture.supplyAsync(
								() -> inTurn(turns, () -> ask(run, id, query, question, places, begin, memory)),
								ofRequest));
			}
			// Those that still wait are interrupted, and have something to say then.
			awaitAll(answers, leftSince(begin));
			threads.shutdownNow();
		}
		return answers.stream().map(CompletableFuture::join).toList();
	}

	private static void awaitAll(List<CompletableFuture<RunResult>> answers, Duration left) {
		CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, left.toMillis() + 1, TimeUnit.MILLISECONDS)
			.join();
	}

	private Duration leftSince(Instant begin) {
		return this.patience.leftOf(begin, this.time.instant());
	}

	// Without a place, HoneyHive is not asked, and only what is stored can be had.
	// The answer of a thread that was interrupted says so.
	private RunResult ask(ListedRun run, RunId id, RunQuery query, TrendQuestion question, Places places, Instant begin,
			TrendMemory memory) {
		boolean inTime = leftSince(begin).isPositive();
		Answer answer = this.results.answer(query, inTime ? places : new Places(0));
		boolean _ = Thread.interrupted();
		return (inTime || !(answer instanceof Answer.Limited)) ? RunResult.of(run, id, answer, question, memory)
				: RunResult.unaskedInTime(run);
	}

	// A turn ends when the answer has been read: till then it is in memory.
	private static RunResult inTurn(Semaphore turns, Supplier<RunResult> ask) {
		try {
			turns.acquire();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ask.get();
		}
		try {
			return ask.get();
		}
		finally {
			turns.release();
		}
	}

}
