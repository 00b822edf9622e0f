package dev.honeyrelay.views;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
import dev.honeyrelay.run.ProjectName;
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

	private static final String STALE_IF_ERROR = "stale-if-error";

	// How long an older list may stand in.
	private static final Duration MEMORY = Duration.ofDays(1);

	private final Results results;

	private final Ticker ticker;

	private final Duration maxAge;

	private final Cache<RunQuery, Listing> listings;

	private final AtomicLong purges = new AtomicLong();

	RunLists(Results results, Ticker ticker, ViewsProperties properties) {
		this.results = results;
		this.ticker = ticker;
		this.maxAge = properties.listMaxAge();
		this.listings = Caffeine.newBuilder()
			.maximumWeight(mostBytes())
			.weigher((RunQuery first, Listing listing) -> Footprint.CACHE_ENTRY + first.footprint()
					+ listing.footprint())
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
		Picked picked = new Picked(filter, most, which);
		long now = this.ticker.read();
		RunQuery first = filter.queryFor(project, 1);
		Listing known = this.listings.getIfPresent(first);
		if (known != null && known.age(now).compareTo(this.maxAge) < 0) {
			return read(first, known, picked, null, places);
		}
		boolean enough = known != null && known.hasEnoughFor(new Picked(filter, most, which));
		return read(first, new Listing(List.of(), now), picked, enough ? known : null, places);
	}

	// An older list stands in as a whole: runs move from page to page, so pages that were
	// asked for at different times would lose some, and tell nobody.
	private Search read(RunQuery first, Listing begun, Picked picked, @Nullable Listing older, Places places) {
		Listing listing = begun;
		List<@Nullable CacheStatus> statuses = new ArrayList<>();
		long purges = this.purges.get();
		for (int number = 1; number <= MOST_PAGES && !picked.isEnough(); number++) {
			if (number <= listing.pages().size()) {
				statuses.add(new CacheStatus.Hit(timeToLive(listing), null));
			}
			else {
				RunQuery query = picked.filter.queryFor(first.project(), number);
				if (older != null && this.results.failedRecently(query)) {
					return standIn(older, picked, new Answer.Unavailable(Outage.of(Outage.Kind.SUSPENDED), false));
				}
				Listing before = listing;
				Answer answer = (older == null) ? this.results.answer(query, places)
						: this.results.answerAnew(query, places, (late) -> keep(first, before, late, purges));
				if (!(answer instanceof Answer.Content content)) {
					return standIn(older, picked, answer);
				}
				listing = listing.with(taken(content));
				statuses.add(content.cacheStatus());
			}
			picked.add(listing.pages().get(number - 1));
		}
		if (listing.pages().size() > begun.pages().size()) {
			keep(first, listing, purges);
		}
		Duration age = begun.pages().isEmpty() ? null : begun.age(this.ticker.read());
		return new Search.Found(picked.runs(), CacheStatus.ofAll(statuses), age);
	}

	private Search standIn(@Nullable Listing older, Picked picked, Answer answer) {
		if (older == null || !(answer instanceof Answer.Unavailable(Outage outage, boolean withheld)) || withheld) {
			return new Search.Failed(answer);
		}
		Picked anew = new Picked(picked.filter, picked.most, picked.which);
		older.pages().forEach(anew::add);
		CacheStatus status = outage.wasAsked()
				? new CacheStatus.StandIn(outage.status(), timeToLive(older), STALE_IF_ERROR)
				: new CacheStatus.Hit(timeToLive(older), STALE_IF_ERROR);
		return new Search.Found(anew.runs(), status, older.age(this.ticker.read()));
	}

	private Duration timeToLive(Listing listing) {
		return this.maxAge.minus(listing.age(this.ticker.read()));
	}

	private void keep(RunQuery first, Listing before, Answer late, long purges) {
		if (late instanceof Answer.Content content) {
			keep(first, before.with(taken(content)), purges);
		}
	}

	private void keep(RunQuery first, Listing listing, long purges) {
		if (this.maxAge.isPositive()) {
			// What comes late may be older than what others have seen since.
			this.listings.asMap()
				.merge(first, listing, (known, late) -> (known.asked() - late.asked() > 0) ? known : late);
			if (this.purges.get() != purges) {
				this.listings.invalidate(first);
			}
		}
	}

	// A list tells of all runs of its project.
	private void purged(ProjectName project) {
		this.purges.incrementAndGet();
		this.listings.asMap().keySet().removeIf((query) -> query.project().equals(project));
	}

	private static Page taken(Answer.Content content) {
		try (content) {
			return pageOf(Body.of(content.representation().content(ContentCoding.IDENTITY)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Page pageOf(Body body) throws IOException {
		RunTable table = new RunTable();
		List<ListedRun> runs = new ArrayList<>();
		var header = table.header(body, List.of());
		table.read(header, (row) -> {
			runs.add(new ListedRun(RunTable.textOf(row, "run_id"), RunTable.textOf(row, "name"),
					RunTable.textOf(row, "status"), RunTable.textOf(row, "time")));
		});
		Boolean more = RunTable.hasMore(header);
		return new Page(List.copyOf(runs), (more != null) ? more : runs.size() >= RunFilter.RUNS_ON_A_PAGE);
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
		record Failed(Answer answer) implements Search {
		}

	}

	/**
	 * The runs that are found, page by page.
	 */
	private static final class Picked {

		private final RunFilter filter;

		private final int most;

		private final Predicate<ListedRun> which;

		private final List<ListedRun> runs = new ArrayList<>();

		// A run that is made meanwhile moves others on to the next page.
		private final Set<String> known = new HashSet<>();

		private boolean last;

		Picked(RunFilter filter, int most, Predicate<ListedRun> which) {
			this.filter = filter;
			this.most = most;
			this.which = which;
		}

		void add(Page page) {
			page.runs()
				.stream()
				.filter((run) -> this.filter.matches(run.name()) && this.which.test(run)
						&& (run.id() == null || this.known.add(run.id())))
				.limit(this.most - (long) this.runs.size())
				.forEach(this.runs::add);
			this.last = !page.more();
		}

		/** Returns whether no further page is needed. */
		boolean isEnough() {
			return this.last || this.runs.size() == this.most;
		}

		List<ListedRun> runs() {
			return List.copyOf(this.runs);
		}

	}

	/**
	 * The first pages of a list, none of which was asked for before the first.
	 *
	 * @param pages the pages
	 * @param asked when the first was asked for, by the ticker
	 */
	private record Listing(List<Page> pages, long asked) {

		Listing with(Page next) {
			return new Listing(Stream.concat(this.pages.stream(), Stream.of(next)).toList(), this.asked);
		}

		boolean hasEnoughFor(Picked picked) {
			this.pages.forEach(picked::add);
			return picked.isEnough() || this.pages.size() == MOST_PAGES;
		}

		Duration age(long now) {
			return Duration.ofNanos(now - this.asked);
		}

		int footprint() {
			return Footprint.OBJECT + this.pages.stream().mapToInt(Page::footprint).sum();
		}

	}

	/**
	 * One page of a list.
	 *
	 * @param runs the runs on it
	 * @param more whether another page follows
	 */
	private record Page(List<ListedRun> runs, boolean more) {

		int footprint() {
			return 2 * Footprint.OBJECT + this.runs.stream().mapToInt(ListedRun::footprint).sum();
		}

	}

}
