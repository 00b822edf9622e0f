package dev.honeyrelay.views;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.memory.Heap;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
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
final class RunLists {

	// Of each list HoneyHive is asked for so many pages at most.
	private static final int MOST_PAGES = 5;

	private static final int RUNS_ON_A_PAGE = 100;

	private static final String STALE_IF_ERROR = "stale-if-error";

	// How long an older list may stand in.
	private static final Duration MEMORY = Duration.ofDays(1);

	private final Results results;

	private final Ticker ticker;

	private final Duration maxAge;

	private final Cache<RunQuery, Page> pages;

	private final AtomicLong purges = new AtomicLong();

	RunLists(Results results, Ticker ticker, ViewsProperties properties) {
		this.results = results;
		this.ticker = ticker;
		this.maxAge = properties.listMaxAge();
		this.pages = Caffeine.newBuilder()
			.maximumWeight(mostBytes())
			.weigher((RunQuery query, Page page) -> Footprint.CACHE_ENTRY + query.footprint() + page.footprint())
			.expireAfterWrite(MEMORY)
			.ticker(ticker)
			.build();
		results.whenPurged((project, run) -> purged(project));
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
		List<Seen> sources = new ArrayList<>();
		// A run that is made meanwhile moves others on to the next page.
		Set<String> known = new HashSet<>();
		for (int number = 1; number <= MOST_PAGES; number++) {
			RunQuery query = queryFor(project, filter, number);
			Page page;
			switch (look(query, places)) {
				case Search.Failed failed -> {
					return failed;
				}
				case Seen seen -> {
					sources.add(seen);
					page = seen.page();
				}
			}
			page.runs()
				.stream()
				.filter((run) -> filter.matches(run.name()) && which.test(run)
						&& (run.id() == null || known.add(run.id())))
				.limit(most - (long) found.size())
				.forEach(found::add);
			if (found.size() == most || !page.more()) {
				break;
			}
		}
		return new Search.Found(List.copyOf(found), Seen.statusOf(sources), Seen.ageOf(sources));
	}

	/** Returns the ids of {@code runs}, of those that have one which can be asked for. */
	static List<RunId> idsOf(List<ListedRun> runs) {
		return runs.stream().map(ListedRun::runId).filter(Objects::nonNull).toList();
	}

	// A list tells of all runs of its project.
	private void purged(ProjectName project) {
		this.purges.incrementAndGet();
		this.pages.asMap().keySet().removeIf((query) -> query.project().equals(project));
	}

	private Look look(RunQuery query, Places places) {
		long now = this.ticker.read();
		Page known = this.pages.getIfPresent(query);
		if (known != null && known.age(now).compareTo(this.maxAge) < 0) {
			return new Seen(known, new CacheStatus.Hit(timeToLive(known, now), null), known.age(now));
		}
		if (known != null && this.results.failedRecently(query)) {
			return new Seen(known, new CacheStatus.Hit(timeToLive(known, now), STALE_IF_ERROR), known.age(now));
		}
		long purges = this.purges.get();
		Answer answer = (known == null) ? this.results.answer(query, places)
				: this.results.answerAnew(query, places, (late) -> keep(query, late, now, purges));
		return switch (answer) {
			case Answer.Content content ->
				new Seen(taken(query, content, now, purges), content.cacheStatus(), content.age());
			case Answer.Unavailable(Outage outage, boolean withheld) when known != null && !withheld ->
				new Seen(known, standIn(outage, timeToLive(known, now)), known.age(now));
			default -> new Search.Failed(answer);
		};
	}

	private void keep(RunQuery query, Answer late, long asked, long purges) {
		if (late instanceof Answer.Content content) {
			taken(query, content, asked, purges);
		}
	}

	private Duration timeToLive(Page page, long now) {
		return this.maxAge.minus(page.age(now));
	}

	private static CacheStatus standIn(Outage outage, Duration timeToLive) {
		return outage.wasAsked() ? new CacheStatus.StandIn(outage.status(), timeToLive, STALE_IF_ERROR)
				: new CacheStatus.Hit(timeToLive, STALE_IF_ERROR);
	}

	private Page taken(RunQuery query, Answer.Content content, long asked, long purges) {
		try (content) {
			Page page = pageOf(Body.of(content.representation().content(ContentCoding.IDENTITY)), asked);
			if (this.maxAge.isPositive()) {
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
			runs.add(new ListedRun(RunTable.textOf(row, "run_id"), RunTable.textOf(row, "name"),
					RunTable.textOf(row, "status"), RunTable.textOf(row, "time")));
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
		 * @param status how the list came about
		 * @param age how old it is, or {@code null} if HoneyHive was asked for it
		 */
		record Found(List<ListedRun> runs, CacheStatus status, @Nullable Duration age) implements Search {
		}

		/**
		 * It could not.
		 *
		 * @param answer what there is to say instead
		 */
		record Failed(Answer answer) implements Search, Look {
		}

	}

	/**
	 * What came of looking for one page.
	 */
	sealed interface Look {

	}

	/**
	 * One page of a list could be had.
	 *
	 * @param page the page
	 * @param status how it came about
	 * @param age how old it is, or {@code null} if HoneyHive was asked for it
	 */
	record Seen(Page page, CacheStatus status, @Nullable Duration age) implements Look {

		static CacheStatus statusOf(List<Seen> pages) {
			List<@Nullable CacheStatus> statuses = new ArrayList<>();
			pages.forEach((page) -> statuses.add(page.status()));
			return CacheStatus.ofAll(statuses);
		}

		static @Nullable Duration ageOf(List<Seen> pages) {
			return pages.stream().map(Seen::age).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
		}

	}

	/**
	 * One page of a list.
	 *
	 * @param runs the runs on it
	 * @param more whether another page follows
	 * @param asked when it was asked for, by the ticker
	 */
	record Page(List<ListedRun> runs, boolean more, long asked) {

		Duration age(long now) {
			return Duration.ofNanos(now - this.asked);
		}

		int footprint() {
			return 2 * Footprint.OBJECT + this.runs.stream().mapToInt(ListedRun::footprint).sum();
		}

	}

}
