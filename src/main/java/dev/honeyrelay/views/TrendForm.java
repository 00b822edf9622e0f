package dev.honeyrelay.views;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;

import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.form.LaidOut;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.pages.Asked;
import dev.honeyrelay.views.pages.PageWriter;
import dev.honeyrelay.views.pages.Place;
import dev.honeyrelay.views.pages.Reading;
import dev.honeyrelay.views.pages.TrendPage;
import dev.honeyrelay.views.shape.RowSource;
import dev.honeyrelay.views.shape.TrendRows;
import org.eclipse.jetty.http.HttpField;

/**
 * The form of a trend: the rows of several results, one after the other.
 */
final class TrendForm implements Form {

	private final Layout layout;

	private List<String> sources = List.of();

	private long keptBytes;

	private long cellBytes;

	private Made made = new Made((_) -> {
	}, List.of(), new Reading.Standing(false, false));

	TrendForm(Layout layout) {
		this.layout = layout;
	}

	/**
	 * Sets what the answers are that this is made of.
	 * @param list how the list of the runs came about
	 */
	void madeOf(List<RunResult> results, CacheStatus list) {
		this.sources = results.stream().map(RunResult::source).toList();
		boolean stale = results.stream().anyMatch((result) -> PageForm.isStale(result.status()));
		this.made = new Made(this.made.rows(), List.of(), new Reading.Standing(stale, PageForm.isStale(list)));
	}

	/**
	 * Sets the rows, which are read as they are written.
	 * @param unsettled the runs that are not settled
	 * @param keptBytes how many bytes are kept for the rows until they have been written
	 * @param cellBytes how many are needed for the largest cell
	 */
	void laidOut(RowSource rows, List<TrendRows.Unsettled> unsettled, long keptBytes, long cellBytes) {
		this.keptBytes = keptBytes;
		this.cellBytes = cellBytes;
		this.made = new Made(rows, unsettled, this.made.standing());
	}

	/** Returns the entity tag in {@code coding}, before anything is laid out. */
	String entityTag(ContentCoding coding) {
		return this.layout.entityTag(this.sources, this.made.standing(), coding);
	}

	@Override
	public String entityTag(Answer.Content content, ContentCoding coding) {
		return entityTag(coding);
	}

	@Override
	public List<HttpField> fields() {
		return this.layout.fields();
	}

	@Override
	public List<HttpField> bodyFields(Answer.Content content, ContentCoding coding) {
		return this.layout.bodyFields();
	}

	@Override
	public long keptBytes() {
		return this.keptBytes;
	}

	@Override
	public long workBytes(Answer.Content content, ContentCoding coding) {
		return LaidOut.work(coding) + this.cellBytes;
	}

	@Override
	public int writeTo(OutputStream out, Answer.Content content, ContentCoding coding) throws IOException {
		return LaidOut.write(out, coding,
				(coded) -> this.layout.write(this.made, content, entityTag(ContentCoding.IDENTITY), coded));
	}

	/**
	 * What a trend is made of.
	 *
	 * @param rows the rows
	 * @param unsettled the runs that are not settled
	 * @param standing what is older than it should be
	 */
	record Made(RowSource rows, List<TrendRows.Unsettled> unsettled, Reading.Standing standing) {

		Made {
			unsettled = List.copyOf(unsettled);
		}

	}

	/**
	 * What the rows of a trend are laid out as.
	 */
	interface Layout {

		/**
		 * Returns the entity tag of a trend of the answers that {@code sources} tell
		 * apart.
		 * @param standing what is older than it should be
		 */
		String entityTag(List<String> sources, Reading.Standing standing, ContentCoding coding);

		/** Returns the header fields that a 304 has, too. */
		List<HttpField> fields();

		/** Returns the header fields that describe the body. */
		List<HttpField> bodyFields();

		/** Writes {@code made}, which {@code content} tells the age of. */
		void write(Made made, Answer.Content content, String entityTag, OutputStream out) throws IOException;

		/**
		 * Rows in a format.
		 *
		 * @param format which format
		 * @param location the address
		 */
		record Rows(Format format, String location) implements Layout {

			private static final String VIEW = "trend";

			@Override
			public String entityTag(List<String> sources, Reading.Standing standing, ContentCoding coding) {
				return ViewForm.entityTag(sources, VIEW, this.format, coding);
			}

			@Override
			public List<HttpField> fields() {
				return ViewForm.location(this.location);
			}

			@Override
			public List<HttpField> bodyFields() {
				return ViewForm.bodyFields(VIEW, this.format);
			}

			@Override
			public void write(Made made, Answer.Content content, String entityTag, OutputStream out)
					throws IOException {
				this.format.write(TrendRows.COLUMNS, made.rows(), out);
			}

		}

		/**
		 * A trend as a page.
		 *
		 * @param place where the page is
		 * @param query its parameters
		 * @param location its address
		 * @param budget where what is kept while it is written is counted
		 * @param time tells when that is
		 */
		record AsPage(Place place, List<Parameter> query, String location, ByteBudget budget,
				InstantSource time) implements Layout {

			private static final List<String> RUNS = List.of("run_ids", RunFilter.NAME, RunFilter.NAME_PREFIX);

			public AsPage {
				query = List.copyOf(query);
			}

			private boolean asksNothing() {
				return this.query.stream().noneMatch((parameter) -> RUNS.contains(parameter.name()));
			}

			@Override
			public String entityTag(List<String> sources, Reading.Standing standing, ContentCoding coding) {
				return PageForm.entityTag(sources, "trend", standing, coding);
			}

			@Override
			public List<HttpField> fields() {
				return PageForm.fieldsAt(this.location);
			}

			@Override
			public List<HttpField> bodyFields() {
				return PageForm.typeFields();
			}

			@Override
			public void write(Made made, Answer.Content content, String entityTag, OutputStream out)
					throws IOException {
				Asked asked = new Asked(this.place, List.of(), this.query,
						PageForm.readingOf(content, made.standing(), this.time, entityTag), null);
				try (Lease lease = this.budget.lease()) {
					PageWriter.write(asksNothing() ? TrendPage.empty(this.place, this.query)
							: TrendPage.of(made.rows(), made.unsettled(), asked, lease::cover), out);
				}
			}

		}

	}

}
