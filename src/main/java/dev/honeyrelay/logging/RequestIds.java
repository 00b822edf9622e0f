package dev.honeyrelay.logging;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Gives every request an id, the caller's own if it is a sane one, and says it in the
 * response and in each log line.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestIds implements Filter {

	public static final String HEADER = "X-Request-Id";

	private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final String LOG_FIELD = "request_id";

	/** Returns {@code received} if it is fit to be passed on, or else a new id. */
	public static String idFor(@Nullable String received) {
		if (received != null && SANE.matcher(received).matches()) {
			return received;
		}
		return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
	}

	/** Returns the id of the request that {@code response} answers. */
	public static String of(HttpServletResponse response) {
		String id = response.getHeader(HEADER);
		return (id != null) ? id : idFor(null);
	}

	/** Runs {@code action} so that what it logs has {@code id}. */
	public static void during(String id, Runnable action) {
		MDC.put(LOG_FIELD, id);
		try {
			action.run();
		}
		finally {
			MDC.remove(LOG_FIELD);
		}
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String id = idFor(((HttpServletRequest) request).getHeader(HEADER));
		((HttpServletResponse) response).setHeader(HEADER, id);
		MDC.put(LOG_FIELD, id);
		try {
			chain.doFilter(request, response);
		}
		finally {
			MDC.remove(LOG_FIELD);
		}
	}

}
