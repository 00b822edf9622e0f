package dev.honeyrelay.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * Finds the queries whose answers are stored by the runs they involve, so that a purge
 * costs what it removes and not what is stored. It is kept in order, since callers choose
 * the names of runs and could choose them for the sake of equal hashes.
 */
final class StoredRuns {

	// A link and its node, with its share of those that skip others.
	private static final int LINK = 3 * Footprint.OBJECT;

	private final NavigableSet<Link> links = new ConcurrentSkipListSet<>();

	/** Returns how many bytes of the heap it takes to know {@code query}. */
	static int footprintOf(RunQuery query) {
		return LINK * Math.max(1, query.runs().size());
	}

	/** Knows {@code query} from now on. */
	void add(RunQuery query) {
		linksOf(query).forEach(this.links::add);
	}

	/** Knows {@code query} no more. */
	void remove(RunQuery query) {
		linksOf(query).forEach(this.links::remove);
	}

	/**
	 * Returns the known queries that involve {@code run}, those about no run in
	 * particular included.
	 */
	List<RunQuery> involving(ProjectName project, RunId run) {
		List<RunQuery> found = new ArrayList<>();
		collect(project, run, found);
		collect(project, null, found);
		return found;
	}

	private void collect(ProjectName project, @Nullable RunId run, List<RunQuery> found) {
		Link first = new Link(project, run, null);
		for (Link link : this.links.tailSet(first)) {
			if (link.query() == null || !link.isAboutSameAs(first)) {
				return;
			}
			found.add(link.query());
		}
	}

	private static List<Link> linksOf(RunQuery query) {
		if (query.runs().isEmpty()) {
			return List.of(new Link(query.project(), null, query));
		}
		return query.runs().stream().map((run) -> new Link(query.project(), run, query)).toList();
	}

	/**
	 * A run and a query that involves it.
	 *
	 * @param run {@code null} where the query is about no run in particular
	 * @param query {@code null} for what comes before all of that run
	 */
	private record Link(ProjectName project, @Nullable RunId run,
			@Nullable RunQuery query) implements Comparable<Link> {

		private static final Comparator<Link> ORDER = Comparator.comparing(Link::project)
			.thenComparing(Link::run, Comparator.nullsFirst(Comparator.naturalOrder()))
			.thenComparing(Link::query, Comparator.nullsFirst(Comparator.naturalOrder()));

		@Override
		public int compareTo(Link other) {
			return ORDER.compare(this, other);
		}

		boolean isAboutSameAs(Link other) {
			return this.project.equals(other.project)
					&& ((this.run != null) ? this.run.equals(other.run) : other.run == null);
		}

	}

}
