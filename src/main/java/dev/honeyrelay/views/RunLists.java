package dev.honeyrelay.views;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.api.PurgedRuns;
import dev.honeyrelay.memory.Heap;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.views.shape.Body;
import dev.honeyrelay.views.shape.RunTable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds runs by name in HoneyHive's list, the newest first. What a list says is
 * remembered for a short while; after that HoneyHive is asked, and only if it cannot
 * answer an older list stands in.
 */
@Component
final class RunLists implements PurgedRuns {

	// Of each list HoneyHive is asked for so many pages at most.
	private static final int MOST_PAGES = 5;

	private static final int RUNS_ON_A_PAGE = 100;

	// How long an older list may stand in.
	private static final Duration MEMORY = Duration.ofDays(1);

	private final Results results;

	private final Ticker ticker;

	private final long maxAge;

	private final Cache<RunQuery, Page> pages;

	private final AtomicLong purges = new AtomicLong();

	RunLists(Results results, Ticker ticker, ViewsProperties properties) {
		this.results = results;
		this.ticker = ticker;
		this.maxAge = properties.listMaxAge().toNanos();
		this.pages = Caffeine.newBuilder()
			.maximumWeight(mostBytes())
			.weigher((RunQuery query, Page page) -> Footprint.CACHE_ENTRY + query.footprint() + page.footprint())
			.expireAfterWrite(MEMORY)
			.ticker(ticker)
			.build();
	}

	/** Returns how many bytes of the heap what is remembered may take. */
	static long mostBytes() {
		return Heap.share(128);
	}

	/**
	 * Returns the newest runs that {@code filter} means and {@code which} lets through.
	 * @param most how many are wanted; pages are followed as far as these need
	 */
	Search find(ProjectName project, RunFilter filter, int most, Predicate<ListedRun> which, Places places) {
		List<ListedRun> found = new ArrayList<>();
		// A run that is made meanwhile moves others on to the next page.
		Set<RunId> seen = new HashSet<>();
		for (int number = 1; number <= MOST_PAGES; number++) {
			RunQuery query = queryFor(project, filter, number);
			Page page = recalled(query, this.maxAge);
			if (page == null) {
				Answer answer = this.results.answer(query, places);
				page = (answer instanceof Answer.Content content) ? taken(query, content) : standIn(query, answer);
				if (page == null) {
					return new Search.Failed(answer);
				}
			}
			page.runs()
				.stream()
				.filter((run) -> filter.matches(run.name()) && which.test(run) && seen.add(run.id()))
				.limit(most - (long) found.size())
				.forEach(found::add);
			if (found.size() == most || !page.more()) {
				break;
			}
		}
		return new Search.Found(List.copyOf(found));
	}

	/** A list tells of all runs of its project. */
	@Override
	public void purged(ProjectName project, RunId run) {
		this.purges.incrementAndGet();
		this.pages.asMap().keySet().removeIf((query) -> query.project().equals(project));
	}

	private @Nullable Page recalled(RunQuery query, long maxAge) {
		Page page = this.pages.getIfPresent(query);
		return (page != null && this.ticker.read() - page.asked() < maxAge) ? page : null;
	}

	private @Nullable Page standIn(RunQuery query, Answer failure) {
		return (failure instanceof Answer.Unavailable(var _, boolean withheld) && !withheld)
				? recalled(query, MEMORY.toNanos()) : null;
	}

	private Page taken(RunQuery query, Answer.Content content) {
		long purges = this.purges.get();
		long asked = this.ticker.read();
		try (content) {
			Page page = pageOf(Body.of(content.representation().content(ContentCoding.IDENTITY)), asked);
			if (this.maxAge > 0) {
				this.pages.put(query, page);
				if (this.purges.get() != purges) {
					this.pages.invalidate(query);
				}
			}
			return page;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Page pageOf(Body body, long asked) throws IOException {
		RunTable table = new RunTable();
		List<ListedRun> runs = new ArrayList<>();
		var header = table.header(body, List.of());
		table.read(header, (row) -> {
			String id = RunTable.textOf(row, "run_id");
			if (id != null && RunId.isRunId(id)) {
				runs.add(new ListedRun(new RunId(id), RunTable.textOf(row, "name"), RunTable.textOf(row, "status"),
						RunTable.textOf(row, "time")));
			}
		});
		Boolean more = RunTable.hasMore(header);
		return new Page(List.copyOf(runs), (more != null) ? more : runs.size() >= RUNS_ON_A_PAGE, asked);
	}

	// HoneyHive's own filter by name lets parts of names through, so that this one makes
	// the list shorter and no more.
	private static RunQuery queryFor(ProjectName project, RunFilter filter, int page) {
		List<Parameter> parameters = new ArrayList<>(
				List.of(new Parameter("name", filter.text()), new Parameter("sort_by", "created_at"),
						new Parameter("sort_order", "desc"), new Parameter("limit", Integer.toString(RUNS_ON_A_PAGE))));
		if (page > 1) {
			parameters.add(new Parameter("page", Integer.toString(page)));
		}
		return new RunQuery(project, Operation.RUN_LIST, List.of(), Parameters.of(parameters));
	}

	/**
	 * What came of looking for runs.
	 */
	sealed interface Search {

		/**
		 * The list could be had.
		 *
		 * @param runs those that were found, the newest first
		 */
		record Found(List<ListedRun> runs) implements Search {
		}

		/**
		 * It could not.
		 *
		 * @param answer what there is to say instead
		 */
		record Failed(Answer answer) implements Search {
		}

	}

	/**
	 * One page of a list.
	 *
	 * @param runs the runs on it
	 * @param more whether another page follows
	 * @param asked when it was asked for, by the ticker
	 */
	private record Page(List<ListedRun> runs, boolean more, long asked) {

		int footprint() {
			return 2 * Footprint.OBJECT + this.runs.stream().mapToInt(ListedRun::footprint).sum();
		}

	}

}
