package dev.honeyrelay.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.logging.BatchedConsole;
import dev.honeyrelay.logging.RequestEnd;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.results.CacheStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Measures answers by how they came about, and counts problems by their names. All of
 * them are there from the start, at zero, so that the first one shows as an increase. Of
 * refusals for want of room or beyond a limit the log tells, too, once a minute.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
public final class AnswerMetrics implements Filter {

	private static final Logger log = LoggerFactory.getLogger(AnswerMetrics.class);

	private static final Duration[] BUCKETS = { Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25),
			Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(5),
			Duration.ofSeconds(20) };

	private final Map<String, Timer> answers;

	private final Map<String, Counter> problems;

	private final LongAdder ahead = new LongAdder();

	private final Map<String, Refusals> refusals;

	AnswerMetrics(MeterRegistry meters, BatchedConsole console) {
		this.refusals = Map.of(ProblemType.OVERLOADED.slug(), new Refusals("requests turned away", console),
				ProblemType.RATE_LIMITED.slug(), new Refusals("callers beyond their limits", console));
		this.answers = CacheStatus.LABELS.stream()
			.collect(Collectors.toUnmodifiableMap(Function.identity(), (outcome) -> timer(outcome, meters)));
		this.problems = Arrays.stream(ProblemType.values())
			.collect(Collectors.toUnmodifiableMap(ProblemType::slug, (problem) -> counter(problem, meters)));
		FunctionCounter.builder("relay.answers.ahead", this.ahead, LongAdder::doubleValue)
			.description("Answers that came from the store ahead of the controllers")
			.register(meters);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		long start = System.nanoTime();
		AuditEntry entry = AuditEntry.open((HttpServletRequest) request);
		try {
			chain.doFilter(request, response);
		}
		finally {
			RequestEnd.then(request, () -> recordEnd(entry, start));
		}
	}

	private void recordEnd(AuditEntry entry, long start) {
		String outcome = entry.outcome();
		if (outcome != null) {
			record(outcome, System.nanoTime() - start - entry.waited());
		}
	}

	/** Counts an answer that is given ahead of the controllers. */
	public void countAhead() {
		this.ahead.increment();
	}

	/**
	 * Records one answer.
	 * @param outcome how it came about, or the name of the problem that it is
	 * @param nanos how long it took
	 */
	public void record(String outcome, long nanos) {
		Timer answered = this.answers.get(outcome);
		if (answered != null) {
			answered.record(nanos, TimeUnit.NANOSECONDS);
			return;
		}
		Counter problem = this.problems.get(outcome);
		if (problem != null) {
			problem.increment();
		}
		Refusals told = this.refusals.get(outcome);
		if (told != null) {
			told.count();
		}
	}

	private static Timer timer(String outcome, MeterRegistry meters) {
		return Timer.builder("relay.answers")
			.description("Answers to callers by how they came about")
			.tag("outcome", outcome)
			.serviceLevelObjectives(BUCKETS)
			.register(meters);
	}

	private static Counter counter(ProblemType problem, MeterRegistry meters) {
		return Counter.builder("relay.problems")
			.description("Problem documents to callers by name")
			.tag("problem", problem.slug())
			.tag("status", Integer.toString(problem.status()))
			.register(meters);
	}

	/**
	 * Refusals of one kind, of which a line a minute tells.
	 */
	private static final class Refusals {

		private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

		private final String message;

		private final BatchedConsole console;

		private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

		private final LongAdder untold = new LongAdder();

		Refusals(String message, BatchedConsole console) {
			this.message = message;
			this.console = console;
		}

		void count() {
			this.untold.increment();
			long now = System.nanoTime();
			long next = this.nextLine.get();
			// Who is refused must not wait for a console that nobody reads.
			if (now - next >= 0 && !this.console.isBehind() && this.nextLine.compareAndSet(next, now + MINUTE)) {
				log.atWarn().addKeyValue("requests", this.untold.sumThenReset()).log(this.message);
			}
		}

	}

}
