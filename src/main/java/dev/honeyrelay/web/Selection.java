package dev.honeyrelay.web;

import java.util.Arrays;

import dev.honeyrelay.run.ContentCoding;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Which form of an answer a request selects, and which ones it has already (RFC 9110
 * sections 12.5.3 and 13.1.2).
 *
 * @param coding the form to answer in
 * @param known the field {@code If-None-Match}, or nothing
 */
record Selection(ContentCoding coding, String known) {

	/** Returns the selection that {@code request} makes. */
	static Selection of(HttpFields request) {
		return new Selection(Negotiation.coding(request), Negotiation.field(request, HttpHeader.IF_NONE_MATCH));
	}

	/**
	 * Returns whether the caller already has the representation of that tag, weakly
	 * compared.
	 */
	boolean has(String entityTag) {
		return this.known.equals(entityTag) || Arrays.stream(this.known.split(","))
			.map(String::strip)
			.map((tag) -> tag.startsWith("W/") ? tag.substring(2) : tag)
			.anyMatch((tag) -> tag.equals(entityTag) || tag.equals("*"));
	}

}
