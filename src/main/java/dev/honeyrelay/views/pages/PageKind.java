package dev.honeyrelay.views.pages;

import java.io.IOException;
import java.util.Set;
import java.util.function.LongConsumer;

import dev.honeyrelay.run.Operation;
import dev.honeyrelay.views.shape.Body;

/**
 * The pages that are made of single answers.
 */
public enum PageKind {

	/** The runs of a list. */
	RUNS("runs", "", Operation.RUN_LIST, RunsPage.FIELDS, Set.of(Asked.COMPARED), RunsPage::of),

	/** One run. */
	RUN("run", "/runs/{run}", Operation.RESULT, Asked.FIELDS, Set.of(Asked.METRIC), RunPage::of),

	/** Two runs beside each other. */
	COMPARISON("comparison", "/runs/{new}/compare/{old}", Operation.COMPARISON, Asked.FIELDS, Set.of(Asked.METRIC),
			ComparisonPage::of);

	private final String label;

	private final String path;

	private final Operation operation;

	@SuppressWarnings("ImmutableEnumChecker")
	private final Set<String> fields;

	@SuppressWarnings("ImmutableEnumChecker")
	private final Set<String> own;

	// It has no state.
	@SuppressWarnings("ImmutableEnumChecker")
	private final Layout layout;

	PageKind(String label, String path, Operation operation, Set<String> fields, Set<String> own, Layout layout) {
		this.label = label;
		this.path = path;
		this.operation = operation;
		this.fields = Set.copyOf(fields);
		this.own = Set.copyOf(own);
		this.layout = layout;
	}

	/** Returns the word for it in the audit log. */
	public String label() {
		return this.label;
	}

	/** Returns its path, below {@code /views}. */
	public String path() {
		return this.path;
	}

	/** Returns what HoneyHive is asked. */
	public Operation operation() {
		return this.operation;
	}

	/** Returns the names of the parameters that are filled in on it. */
	public Set<String> fields() {
		return this.fields;
	}

	/** Returns the names of the parameters that HoneyHive is not asked. */
	public Set<String> own() {
		return this.own;
	}

	/** Returns what is made of an answer. */
	public Layout layout() {
		return this.layout;
	}

	/**
	 * Makes a page of an answer.
	 */
	@FunctionalInterface
	public interface Layout {

		/**
		 * Returns the page that {@code body} makes.
		 * @param kept is told how many bytes the page keeps, all in all
		 */
		Page page(Body body, Asked asked, LongConsumer kept) throws IOException;

	}

}
