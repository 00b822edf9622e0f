package dev.honeyrelay.documents;

import java.io.IOException;

import dev.honeyrelay.api.Answers;
import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Representation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Something that the relay tells of itself, the same for everybody.
 *
 * @param representation its bytes
 * @param type what kind of text they are
 * @param policy what a browser may load and run for it, or empty if it is no HTML
 * @param vary the header fields that it depends on
 */
record Page(Representation representation, String type, String policy, String vary) {

	/** Writes this page in the form that {@code request} accepts. */
	void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ContentCoding coding = Negotiation.coding(Negotiation.fieldsOf(request));
		String entityTag = this.representation.entityTag(coding);
		response.setHeader(HttpHeaders.ETAG, entityTag);
		response.addHeader(HttpHeaders.VARY, this.vary);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
		response.setHeader("X-Content-Type-Options", "nosniff");
		if (!this.policy.isEmpty()) {
			response.setHeader("Content-Security-Policy", this.policy);
		}
		if (Preconditions.of(Negotiation.fieldsOf(request)).has(entityTag)) {
			response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
			// Ended without this, it would get a length.
			response.flushBuffer();
			return;
		}
		if (coding == ContentCoding.GZIP) {
			response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
		}
		response.setContentType(this.type);
		response.setContentLength(this.representation.length(coding));
		// Without a copy for each caller: whoever does not read it would keep one.
		this.representation.writeTo(response.getOutputStream(), coding, Form.PIECE);
	}

}
