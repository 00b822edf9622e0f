package dev.honeyrelay.api.form;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.results.Answer;
import org.eclipse.jetty.http.HttpField;

/**
 * The form in which content leaves: HoneyHive's bytes as they are, or what is laid out
 * from them while it is sent.
 */
public interface Form {

	/**
	 * So many bytes are written at once, so that the container sees a caller that takes
	 * its answer too slowly, and copies no more than that on the way out.
	 */
	int PIECE = 128 * 1024;

	/**
	 * Returns the entity tag that {@code content} has in this form and {@code coding}, a
	 * strong one unless the form tells of more than the content. Nothing is laid out for
	 * it.
	 */
	String entityTag(Answer.Content content, ContentCoding coding);

	/** Returns the header fields of this form that a 304 has, too. */
	List<HttpField> fields();

	/**
	 * Returns the header fields that describe the body of {@code content} in this form
	 * and {@code coding}, but for {@code Content-Encoding}.
	 */
	List<HttpField> bodyFields(Answer.Content content, ContentCoding coding);

	/**
	 * Returns how many bytes are kept for this form until it has been written, beside
	 * those of the content. They are in the budget already.
	 */
	default long keptBytes() {
		return 0;
	}

	/**
	 * Returns how many bytes it takes for each caller to write {@code content} in this
	 * form and {@code coding}, beside those of the content.
	 */
	default long workBytes(Answer.Content content, ContentCoding coding) {
		return 0;
	}

	/**
	 * Writes the body in {@code coding} and returns how many bytes that were; {@code out}
	 * stays open.
	 * @throws IOException if {@code out} does
	 */
	int writeTo(OutputStream out, Answer.Content content, ContentCoding coding) throws IOException;

}
