package dev.honeyrelay.api.form;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.results.Answer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * The form in which HoneyHive sent it, byte for byte.
 */
public final class ReceivedForm implements Form {

	/** There is nothing to tell one from another. */
	public static final Form FORM = new ReceivedForm();

	private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");

	private ReceivedForm() {
	}

	@Override
	public String entityTag(Answer.Content content, ContentCoding coding) {
		return content.representation().entityTag(coding);
	}

	@Override
	public List<HttpField> fields() {
		return List.of();
	}

	@Override
	public List<HttpField> bodyFields(Answer.Content content, ContentCoding coding) {
		return List.of(JSON,
				new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, content.representation().length(coding)));
	}

	@Override
	public int writeTo(OutputStream out, Answer.Content content, ContentCoding coding) throws IOException {
		// As buffers, the bytes would be copied on their way through Spring.
		content.representation().writeTo(out, coding, PIECE);
		return content.representation().length(coding);
	}

}
