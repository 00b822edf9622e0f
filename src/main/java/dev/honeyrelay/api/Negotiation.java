package dev.honeyrelay.api;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.form.ReceivedForm;
import dev.honeyrelay.response.ContentCoding;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * What a caller accepts (RFC 9110 section 12.5).
 */
public final class Negotiation {

	// Callers send few spellings of these fields, over and over.
	private static final int SPELLINGS = 1000;

	private static final int LONGEST = 256;

	private static final Cache<String, Boolean> JSON = Caffeine.newBuilder().maximumSize(SPELLINGS).build();

	private static final Cache<String, ContentCoding> CODINGS = Caffeine.newBuilder().maximumSize(SPELLINGS).build();

	private Negotiation() {
	}

	/** Returns the header fields of {@code request} as the container received them. */
	public static HttpFields fieldsOf(HttpServletRequest request) {
		return ServletContextRequest.getServletContextRequest(request).getHeaders();
	}

	/**
	 * Returns the form of an answer that {@code request} prefers, or {@code null} if it
	 * accepts none that is there. A field that cannot be read forbids nothing. Both ways
	 * to an answer ask this method; the fast path knows {@link ReceivedForm} only.
	 */
	public static @Nullable Form preferredForm(HttpFields request) {
		return remembered(JSON, field(request, HttpHeader.ACCEPT), Negotiation::includesJson) ? ReceivedForm.FORM
				: null;
	}

	private static boolean includesJson(String accept) {
		try {
			List<MediaType> ranges = MediaType.parseMediaTypes(accept);
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
	 * Returns whether HTML is asked for by name and plain text is not, as browsers do.
	 */
	public static boolean prefersHtml(HttpFields request) {
		Map<String, Double> weights = weights(field(request, HttpHeader.ACCEPT));
		return weights.getOrDefault(MediaType.TEXT_HTML_VALUE, 0.0) > weights.getOrDefault(MediaType.TEXT_PLAIN_VALUE,
				0.0);
	}

	/**
	 * Returns whether a person's browser goes to a page with this request: HTML is asked
	 * for by name and JSON is not, and nothing says that a script or a page within a page
	 * asks.
	 */
	public static boolean isNavigation(HttpFields request) {
		String mode = request.get("Sec-Fetch-Mode");
		Map<String, Double> weights = weights(field(request, HttpHeader.ACCEPT));
		double html = weights.getOrDefault(MediaType.TEXT_HTML_VALUE, 0.0);
		return (mode == null || mode.equals("navigate"))
				&& html > weights.getOrDefault(MediaType.APPLICATION_JSON_VALUE, 0.0)
				&& html > weights.getOrDefault(MediaType.APPLICATION_PROBLEM_JSON_VALUE, 0.0);
	}

	/**
	 * Returns the coding to answer in: gzip if its weight is at least that of no coding.
	 */
	public static ContentCoding coding(HttpFields request) {
		return remembered(CODINGS, field(request, HttpHeader.ACCEPT_ENCODING), Negotiation::codingOf);
	}

	private static ContentCoding codingOf(String accepted) {
		Map<String, Double> weights = weights(accepted);
		double any = weights.getOrDefault("*", 0.0);
		double gzip = weights.getOrDefault("gzip", weights.getOrDefault("x-gzip", any));
		return (gzip > 0 && gzip >= weights.getOrDefault("identity", 0.0)) ? ContentCoding.GZIP
				: ContentCoding.IDENTITY;
	}

	private static <T> T remembered(Cache<String, T> known, String field, Function<String, T> reading) {
		return (field.length() <= LONGEST) ? known.get(field, reading) : reading.apply(field);
	}

	/** Returns all lines of one field of {@code request} as one. */
	static String field(HttpFields request, HttpHeader name) {
		List<String> lines = request.getValuesList(name);
		return (lines.size() == 1) ? lines.getFirst() : String.join(",", lines);
	}

	// The framework's own comparison looks at the quality first.
	private static int specificity(MediaType range) {
		if (range.isWildcardType()) {
			return 0;
		}
		return range.isWildcardSubtype() ? 1 : 2;
	}

	// What is accepted, in lower case, and its weight; the first mention of each counts.
	private static Map<String, Double> weights(String field) {
		Map<String, Double> weights = new HashMap<>();
		for (String item : field.toLowerCase(Locale.ROOT).split(",", -1)) {
			int end = item.indexOf(';');
			weights.putIfAbsent(((end < 0) ? item : item.substring(0, end)).strip(),
					(end < 0) ? 1 : weight(item.substring(end + 1).strip()));
		}
		return weights;
	}

	private static double weight(String parameter) {
		try {
			return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
