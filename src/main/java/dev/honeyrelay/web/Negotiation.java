package dev.honeyrelay.web;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.honeyrelay.run.ContentCoding;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * What a caller accepts and already has (RFC 9110 sections 12.5 and 13.1.2).
 */
final class Negotiation {

	private Negotiation() {
	}

	/**
	 * Returns whether JSON is acceptable; a field that cannot be read forbids nothing.
	 */
	static boolean acceptsJson(HttpFields request) {
		try {
			List<MediaType> ranges = MediaType.parseMediaTypes(field(request, HttpHeader.ACCEPT));
			return ranges.isEmpty() || ranges.stream()
				.filter((range) -> range.includes(MediaType.APPLICATION_JSON))
				.max(Comparator.comparingInt(Negotiation::specificity))
				.map((range) -> range.getQualityValue() > 0)
				.orElse(false);
		}
		catch (InvalidMediaTypeException ex) {
			return true;
		}
	}

	/**
	 * Returns the coding to answer in: gzip if it is accepted at least as gladly as none.
	 */
	static ContentCoding coding(HttpFields request) {
		String accepted = field(request, HttpHeader.ACCEPT_ENCODING).toLowerCase(Locale.ROOT);
		Double any = quality(accepted, "*");
		Double gzip = quality(accepted, "gzip");
		Double alias = (gzip != null) ? gzip : quality(accepted, "x-gzip");
		Double identity = quality(accepted, "identity");
		double gzipQuality = orElse((alias != null) ? alias : any, 0);
		return (gzipQuality > 0 && gzipQuality >= orElse(identity, 0)) ? ContentCoding.GZIP : ContentCoding.IDENTITY;
	}

	/**
	 * Returns whether the caller already has the representation of that tag, weakly
	 * compared.
	 */
	static boolean has(HttpFields request, String entityTag) {
		return field(request, HttpHeader.IF_NONE_MATCH).lines()
			.flatMap((field) -> Stream.of(field.split(",")))
			.map(String::strip)
			.map((tag) -> tag.startsWith("W/") ? tag.substring(2) : tag)
			.anyMatch((tag) -> tag.equals(entityTag) || tag.equals("*"));
	}

	private static String field(HttpFields request, HttpHeader name) {
		return String.join(",", request.getValuesList(name));
	}

	// The framework's own comparison looks at the quality first.
	private static int specificity(MediaType range) {
		if (range.isWildcardType()) {
			return 0;
		}
		return range.isWildcardSubtype() ? 1 : 2;
	}

	private static @Nullable Double quality(String accepted, String coding) {
		return Arrays.stream(accepted.split(","))
			.map((item) -> item.split(";", 2))
			.filter((item) -> item[0].strip().equals(coding))
			.map((item) -> (item.length > 1) ? weight(item[1].strip()) : 1.0)
			.findFirst()
			.orElse(null);
	}

	private static double weight(String parameter) {
		try {
			return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static double orElse(@Nullable Double quality, double other) {
		return (quality != null) ? quality : other;
	}

}
