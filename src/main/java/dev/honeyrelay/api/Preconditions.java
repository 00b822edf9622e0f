package dev.honeyrelay.api;

import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.run.Footprint;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Which coding of an answer a request selects, and which ones it has already (RFC 9110
 * sections 12.5.3 and 13.1.2).
 *
 * @param coding the coding to answer in
 * @param known the field {@code If-None-Match} as it stands, or nothing: to take it apart
 * is cheap, and to keep thousands of tags is not
 */
public record Preconditions(ContentCoding coding, String known) {

	private static final String WEAK = "W/";

	/** Returns the selection that {@code request} makes. */
	public static Preconditions of(HttpFields request) {
		return new Preconditions(Negotiation.coding(request), Negotiation.field(request, HttpHeader.IF_NONE_MATCH));
	}

	/**
	 * Returns whether the caller already has the representation of that tag, weakly
	 * compared.
	 */
	public boolean has(String entityTag) {
		return hasOpaque(entityTag.startsWith(WEAK) ? entityTag.substring(WEAK.length()) : entityTag);
	}

	private boolean hasOpaque(String entityTag) {
		int start = 0;
		while (start < this.known.length()) {
			int comma = this.known.indexOf(',', start);
			int end = (comma < 0) ? this.known.length() : comma;
			if (isTag(start, end, entityTag)) {
				return true;
			}
			start = end + 1;
		}
		return false;
	}

	/** Returns how many bytes of the heap this takes. */
	public int footprint() {
		return Footprint.OBJECT + Footprint.of(this.known);
	}

	private boolean isTag(int start, int end, String entityTag) {
		int first = start;
		int last = end;
		while (first < last && Character.isWhitespace(this.known.charAt(first))) {
			first++;
		}
		while (first < last && Character.isWhitespace(this.known.charAt(last - 1))) {
			last--;
		}
		if (this.known.startsWith(WEAK, first)) {
			first += WEAK.length();
		}
		return is(first, last, entityTag) || is(first, last, "*");
	}

	private boolean is(int first, int last, String text) {
		return last - first == text.length() && this.known.startsWith(text, first);
	}

}
