package dev.honeyrelay.problem;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.springframework.stereotype.Component;

/**
 * Presents TRACE as an unknown method, so that it is refused like any other. By
 * themselves, framework and container echo the request.
 */
@Component
final class TraceMethodFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		boolean trace = ((HttpServletRequest) request).getMethod().equals("TRACE");
		chain.doFilter(trace ? new UnknownMethodRequest((HttpServletRequest) request) : request, response);
	}

	/**
	 * A TRACE request under another name.
	 */
	private static final class UnknownMethodRequest extends HttpServletRequestWrapper {

		UnknownMethodRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public String getMethod() {
			return "trace";
		}

	}

}
