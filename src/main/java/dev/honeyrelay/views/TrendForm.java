package dev.honeyrelay.views;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import dev.honeyrelay.api.Form;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.shape.RowSource;
import dev.honeyrelay.views.shape.TrendRows;
import org.eclipse.jetty.http.HttpField;

/**
 * The form of a trend: the rows of several results, one after the other.
 */
final class TrendForm implements Form {

	private final Format format;

	private final String location;

	private List<String> sources = List.of();

	private RowSource rows = (_) -> {
	};

	TrendForm(Format format, String location) {
		this.format = format;
		this.location = location;
	}

	/** Sets what each run's answer is, in words that no two answers share. */
	void madeOf(List<String> sources) {
		this.sources = List.copyOf(sources);
	}

	/** Sets the rows, which are read as they are written. */
	void laidOut(RowSource rows) {
		this.rows = rows;
	}

	/** Returns the entity tag in {@code coding}, before anything is laid out. */
	String entityTag(ContentCoding coding) {
		return ViewForm.entityTag(this.sources, "trend", this.format, coding);
	}

	@Override
	public String entityTag(Answer.Content content, ContentCoding coding) {
		return entityTag(coding);
	}

	@Override
	public List<HttpField> fields() {
		return ViewForm.location(this.location);
	}

	@Override
	public List<HttpField> bodyFields(Answer.Content content, ContentCoding coding) {
		return ViewForm.bodyFields("trend", this.format);
	}

	@Override
	public int writeTo(OutputStream out, Answer.Content content, ContentCoding coding) throws IOException {
		return ViewForm.write(out, coding, (coded) -> this.format.write(TrendRows.COLUMNS, this.rows, coded));
	}

}
