package dev.honeyrelay.web;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import dev.honeyrelay.run.ContentCoding;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Which form of an answer a request selects, and which ones it has already (RFC 9110
 * sections 12.5.3 and 13.1.2).
 *
 * @param coding the form to answer in
 * @param known the entity tags in the field {@code If-None-Match}, without signs of
 * weakness
 */
record Selection(ContentCoding coding, Set<String> known) {

	/** Returns the selection that {@code request} makes. */
	static Selection of(HttpFields request) {
		String known = Negotiation.field(request, HttpHeader.IF_NONE_MATCH);
		return new Selection(Negotiation.coding(request),
				Arrays.stream(known.split(","))
					.map(String::strip)
					.map((tag) -> tag.startsWith("W/") ? tag.substring(2) : tag)
					.collect(Collectors.toUnmodifiableSet()));
	}

	/**
	 * Returns whether the caller already has the representation of that tag, weakly
	 * compared.
	 */
	boolean has(String entityTag) {
		return this.known.contains(entityTag) || this.known.contains("*");
	}

}
