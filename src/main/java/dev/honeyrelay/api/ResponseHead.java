package dev.honeyrelay.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.form.ReceivedForm;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.results.Answer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response with content, whichever way the request came: the header fields
 * of the contract and no others.
 *
 * @param status 200, or 304 if the caller has the bytes already
 * @param fields the header fields, but for those that concern every response
 * @param coding the coding in which the bytes are sent, or {@code null} if none are
 */
public record ResponseHead(int status, List<HttpField> fields, @Nullable ContentCoding coding) {

	private static final HttpField CACHE_CONTROL = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL,
			"private, no-cache");

	private static final HttpField NOSNIFF = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

	private static final String UNCHANGED_FOR = "Relay-Unchanged-For";

	private static final String PREFERENCE_APPLIED = "Preference-Applied";

	private static final HttpField GZIP = new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");

	/**
	 * Returns the head for {@code content} as HoneyHive sent it, in the coding that
	 * {@code selection} says.
	 */
	public static ResponseHead of(Answer.Content content, Preconditions selection) {
		return of(content, ReceivedForm.FORM, selection);
	}

	/**
	 * Returns the head for {@code content} in that {@code form}.
	 */
	static ResponseHead of(Answer.Content content, Form form, Preconditions selection) {
		ContentCoding coding = selection.coding();
		String entityTag = form.entityTag(content, coding);
		List<HttpField> fields = new ArrayList<>(9);
		fields.add(new HttpField(HttpHeader.ETAG, entityTag));
		fields.add(CACHE_CONTROL);
		fields.add(new HttpField("Cache-Status", content.cacheStatus().toString()));
		fields.add(NOSNIFF);
		Duration age = content.age();
		if (age != null) {
			fields.add(new HttpField.LongValueHttpField(HttpHeader.AGE, Math.max(0, age.toSeconds())));
		}
		Duration unchanged = content.unchangedFor();
		if (unchanged != null) {
			fields.add(new HttpField.LongValueHttpField(UNCHANGED_FOR, unchanged.toSeconds()));
		}
		if (content.preferenceApplied() != null) {
			fields.add(new HttpField(PREFERENCE_APPLIED, content.preferenceApplied()));
		}
		fields.addAll(form.fields());
		if (selection.has(entityTag)) {
			return new ResponseHead(HttpStatus.NOT_MODIFIED_304, fields, null);
		}
		if (coding == ContentCoding.GZIP) {
			fields.add(GZIP);
		}
		fields.addAll(form.bodyFields(content, coding));
		return new ResponseHead(HttpStatus.OK_200, fields, coding);
	}

}
