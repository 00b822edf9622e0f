package dev.honeyrelay.views;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.form.LaidOut;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.browser.PagePolicy;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.pages.Asked;
import dev.honeyrelay.views.pages.Page;
import dev.honeyrelay.views.pages.PageAssets;
import dev.honeyrelay.views.pages.PageKind;
import dev.honeyrelay.views.pages.PageWriter;
import dev.honeyrelay.views.pages.Place;
import dev.honeyrelay.views.pages.Reading;
import dev.honeyrelay.views.shape.Body;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The form of a page that is made of one answer, and what all pages have in common as
 * responses.
 *
 * @param view which page
 * @param runs the runs that were asked about
 * @param query the parameters, those included that HoneyHive is not asked
 * @param place where the page is
 * @param location the address, with the ids of its runs
 * @param honeyHive where runs are to be found at HoneyHive, or {@code null}
 * @param staleList whether those were taken off an older list, since HoneyHive cannot be
 * asked
 * @param budget where what is kept while a page is written is counted
 * @param time tells when that is
 */
record PageForm(PageKind view, List<RunId> runs, List<Parameter> query, Place place, String location,
		@Nullable String honeyHive, boolean staleList, ByteBudget budget, InstantSource time) implements Form {

	// To be raised by whoever changes what a page makes of an answer, files apart.
	private static final int VERSION = 5;

	private static final List<HttpField> PROTECTION = PagePolicy.fields("'self'")
		.entrySet()
		.stream()
		.map((field) -> new HttpField(field.getKey(), field.getValue()))
		.toList();

	PageForm {
		runs = List.copyOf(runs);
		query = List.copyOf(query);
	}

	@Override
	public String entityTag(Answer.Content content, ContentCoding coding) {
		List<String> sources = new ArrayList<>(this.runs.stream().map(RunId::value).toList());
		sources.add(content.representation().entityTag(ContentCoding.IDENTITY));
		sources.add(String.valueOf(this.honeyHive));
		return entityTag(sources, this.view.label(), standing(content), coding);
	}

	@Override
	public List<HttpField> fields() {
		return fieldsAt(this.location);
	}

	@Override
	public List<HttpField> bodyFields(Answer.Content content, ContentCoding coding) {
		return typeFields();
	}

	@Override
	public long workBytes(Answer.Content content, ContentCoding coding) {
		return ViewForm.work(content, coding, this.budget);
	}

	@Override
	public int writeTo(OutputStream out, Answer.Content content, ContentCoding coding) throws IOException {
		try (Lease lease = this.budget.lease()) {
			Page page = pageOf(content, lease);
			return LaidOut.write(out, coding, (coded) -> PageWriter.write(page, coded));
		}
	}

	private Page pageOf(Answer.Content content, Lease lease) throws IOException {
		Body body = Body.of(content.representation().content(ContentCoding.IDENTITY));
		Asked asked = new Asked(this.place, this.runs, this.query,
				readingOf(content, standing(content), this.time, entityTag(content, ContentCoding.IDENTITY)),
				this.honeyHive);
		return this.view.layout().page(body, asked, lease::cover);
	}

	private Reading.Standing standing(Answer.Content content) {
		return new Reading.Standing(isStale(content.cacheStatus()), this.staleList);
	}

	/** Returns how old {@code content} is, as part of a page with that tag. */
	static Reading readingOf(Answer.Content content, Reading.Standing standing, InstantSource time, String entityTag) {
		Duration age = content.age();
		return Reading.of(time.instant(), (age != null && !age.isNegative()) ? age : Duration.ZERO,
				content.unchangedFor(), standing, entityTag.replace("W/", "").replace("\"", ""));
	}

	/**
	 * Returns the entity tag of a page that is made of answers with the tags
	 * {@code sources}. It is a weak one: the same page told a minute later differs in how
	 * old it says that its numbers are (RFC 9110 section 8.8.1).
	 */
	static String entityTag(List<String> sources, String view, Reading.Standing standing, ContentCoding coding) {
		String source = String.join("\n", sources) + '\n' + view + '\n' + standing + '\n' + VERSION + '\n'
				+ PageAssets.version();
		return "W/" + LaidOut.entityTag(source, coding);
	}

	/**
	 * Returns whether an answer that came about so stands in since HoneyHive cannot be
	 * asked. One that is being read anew behind it does not.
	 */
	static boolean isStale(@Nullable CacheStatus status) {
		return status != null && status.label().equals("stale-if-error");
	}

	/** Returns the fields that a 304 has, too. */
	static List<HttpField> fieldsAt(String location) {
		List<HttpField> fields = new ArrayList<>(ViewForm.location(location));
		fields.addAll(PROTECTION);
		return fields;
	}

	/** Returns the fields that describe the body. */
	static List<HttpField> typeFields() {
		return List.of(new HttpField(HttpHeader.CONTENT_TYPE, PagePolicy.TYPE));
	}

	/**
	 * The form of one kind of page.
	 *
	 * @param page which page
	 * @param honeyHive where runs are to be found at HoneyHive, or {@code null}
	 * @param budget where what is kept while a page is written is counted
	 * @param time tells when that is
	 */
	record OfPage(PageKind page, @Nullable String honeyHive, ByteBudget budget,
			InstantSource time) implements ViewHandler.Forms {

		@Override
		public String label() {
			return this.page.label();
		}

		@Override
		public String path() {
			return this.page.path();
		}

		@Override
		public Operation operation() {
			return this.page.operation();
		}

		@Override
		public List<Parameter> parametersOf(HttpServletRequest request) {
			return PageRequest.parametersOf(request, this.page.fields());
		}

		@Override
		public List<Parameter> forHoneyHive(List<Parameter> parameters) {
			return PageRequest.forHoneyHive(parameters, this.page.own());
		}

		@Override
		public Form form(@Nullable Format format, NamedRuns runs, List<Parameter> received, String address,
				HttpServletRequest request) {
			return new PageForm(this.page, runs.ids(), received, PageRequest.placeOf(request), address, this.honeyHive,
					isStale(runs.list()), this.budget, this.time);
		}

	}

}
