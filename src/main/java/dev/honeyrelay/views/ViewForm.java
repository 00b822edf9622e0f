package dev.honeyrelay.views;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.form.LaidOut;
import dev.honeyrelay.api.parameter.QueryString;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.shape.Body;
import dev.honeyrelay.views.shape.Fields;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The form of a view: rows, written as they are read off the answer's bytes. Its entity
 * tag says of which answer about which runs, as which view, in which format and how this
 * release lays it out, so that none of that has to be done for a 304.
 *
 * @param view which view
 * @param runs the runs that were asked about
 * @param format the format
 * @param location the address, with the ids of its runs
 * @param budget where what is kept while a document is written is counted
 */
record ViewForm(View view, List<RunId> runs, Format format, String location, ByteBudget budget) implements Form {

	/** To be raised by whoever changes what any view makes of an answer. */
	static final int VERSION = 3;

	private static final int COPIES = 3;

	// A response's whole head has 8 KB.
	private static final int LONGEST_LOCATION = 2048;

	ViewForm {
		runs = List.copyOf(runs);
	}

	@Override
	public String entityTag(Answer.Content content, ContentCoding coding) {
		List<String> sources = new ArrayList<>(this.runs.stream().map(RunId::value).toList());
		sources.add(content.representation().entityTag(ContentCoding.IDENTITY));
		return entityTag(sources, this.view.label(), this.format, coding);
	}

	@Override
	public long workBytes(Answer.Content content, ContentCoding coding) {
		return work(content, coding, this.budget);
	}

	/**
	 * Returns how many bytes it takes to lay {@code content} out as rows and write them
	 * in {@code coding}.
	 */
	static long work(Answer.Content content, ContentCoding coding, ByteBudget budget) {
		return LaidOut.work(coding)
				+ cellBytes(Body.largestCell(content.representation().content(ContentCoding.IDENTITY)), budget);
	}

	/**
	 * Returns how many bytes are needed for the largest cell, which is there as text, and
	 * again while it is read and written. One reader at least must find room, whatever
	 * {@code budget} there is.
	 */
	static long cellBytes(int cell, ByteBudget budget) {
		return Math.min((long) COPIES * cell, budget.size() / 2);
	}

	/** Returns the entity tag of a view of the answers with the tags {@code sources}. */
	static String entityTag(List<String> sources, String view, Format format, ContentCoding coding) {
		return LaidOut.entityTag(String.join("\n", sources) + '\n' + view + '.' + format.ending() + '\n' + VERSION,
				coding);
	}

	@Override
	public List<HttpField> fields() {
		return location(this.location);
	}

	/** Returns the field that tells {@code address}, unless that is too long for one. */
	static List<HttpField> location(String address) {
		return (address.length() <= LONGEST_LOCATION) ? List.of(new HttpField(HttpHeader.CONTENT_LOCATION, address))
				: List.of();
	}

	@Override
	public List<HttpField> bodyFields(Answer.Content content, ContentCoding coding) {
		List<String> name = new ArrayList<>(this.runs.stream().map(RunId::value).toList());
		name.add(this.view.label());
		return bodyFields(String.join("-", name), this.format);
	}

	/** Returns the fields that describe a document in {@code format}. */
	static List<HttpField> bodyFields(String name, Format format) {
		return List.of(new HttpField(HttpHeader.CONTENT_TYPE, format.type()),
				new HttpField("Content-Disposition", "inline; filename=\"" + name + '.' + format.ending() + '"'));
	}

	@Override
	public int writeTo(OutputStream out, Answer.Content content, ContentCoding coding) throws IOException {
		Body body = Body.of(content.representation().content(ContentCoding.IDENTITY));
		Fields header = this.view.table().header(body, this.runs);
		try (Lease lease = this.budget.lease()) {
			return LaidOut.write(out, coding,
					(coded) -> this.format.write(this.view.table(), header, coded, lease::cover));
		}
	}

	/**
	 * The forms of one view.
	 *
	 * @param view which view
	 * @param budget where what is kept while a document is written is counted
	 */
	record OfView(View view, ByteBudget budget) implements ViewHandler.Forms {

		@Override
		public String label() {
			return this.view.label();
		}

		@Override
		public String path() {
			return this.view.path();
		}

		@Override
		public Operation operation() {
			return this.view.operation();
		}

		@Override
		public List<Parameter> parametersOf(HttpServletRequest request) {
			return new ArrayList<>(QueryString.parse(request.getQueryString()));
		}

		@Override
		public List<Parameter> forHoneyHive(List<Parameter> parameters) {
			return parameters;
		}

		@Override
		public Form form(@Nullable Format format, NamedRuns runs, List<Parameter> received, String address,
				HttpServletRequest request) {
			return new ViewForm(this.view, runs.ids(), Objects.requireNonNull(format), address, this.budget);
		}

	}

}
