package dev.honeyrelay.problem;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.StringUtils;

/**
 * A request as the framework's own endpoints see it, which follow the relay's rules: of
 * {@code Accept} and the query they get what can be read, and leave to answer in another
 * form where they have none that is accepted; TRACE, which they would echo, is a method
 * that nobody knows; and other origins are none of their business. The relay's own
 * controllers look at what was received.
 */
public final class FrameworkRequest extends HttpServletRequestWrapper {

	private static final String ANYTHING_ELSE = "*/*;q=0.001";

	// The framework refuses to sort more than 50.
	private static final int MOST = 40;

	private FrameworkRequest(HttpServletRequest request) {
		super(request);
	}

	/** Returns a filter that hands such requests on. */
	public static Filter filter() {
		return (request, response, chain) -> chain.doFilter(new FrameworkRequest((HttpServletRequest) request),
				response);
	}

	@Override
	public String getMethod() {
		String method = super.getMethod();
		return method.equals("TRACE") ? "trace" : method;
	}

	@Override
	public @Nullable String getHeader(String name) {
		if (HttpHeaders.ACCEPT.equalsIgnoreCase(name)) {
			return accepted();
		}
		return HttpHeaders.ORIGIN.equalsIgnoreCase(name) ? null : super.getHeader(name);
	}

	@Override
	public Enumeration<String> getHeaders(String name) {
		if (HttpHeaders.ACCEPT.equalsIgnoreCase(name) || HttpHeaders.ORIGIN.equalsIgnoreCase(name)) {
			String value = getHeader(name);
			return (value != null) ? Collections.enumeration(List.of(value)) : Collections.emptyEnumeration();
		}
		return super.getHeaders(name);
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = getParameterMap().get(name);
		return (values != null) ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return getParameterMap().get(name);
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(getParameterMap().keySet());
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		Map<String, String[]> parameters = new LinkedHashMap<>();
		String query = getQueryString();
		for (String pair : (query != null) ? query.split("&") : new String[0]) {
			int equals = pair.indexOf('=');
			try {
				String name = decode((equals < 0) ? pair : pair.substring(0, equals));
				String[] value = { (equals < 0) ? "" : decode(pair.substring(equals + 1)) };
				parameters.merge(name, value, StringUtils::concatenateStringArrays);
			}
			catch (IllegalArgumentException ex) {
				// not percent-encoded, so that nobody can read it
			}
		}
		return Collections.unmodifiableMap(parameters);
	}

	private static String decode(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

	/** Returns the ranges that can be read, or {@code null} if there are none. */
	private @Nullable String accepted() {
		List<String> ranges = new ArrayList<>();
		for (String line : Collections.list(super.getHeaders(HttpHeaders.ACCEPT))) {
			for (String item : MimeTypeUtils.tokenize(line)) {
				if (ranges.size() < MOST && isRange(item)) {
					ranges.add(item);
				}
			}
		}
		if (ranges.isEmpty()) {
			return null;
		}
		ranges.add(ANYTHING_ELSE);
		return String.join(", ", ranges);
	}

	private static boolean isRange(String item) {
		try {
			return MediaType.parseMediaType(item).getQualityValue() > 0;
		}
		catch (InvalidMediaTypeException | InvalidMimeTypeException ex) {
			return false;
		}
	}

}
