package dev.honeyrelay.problem;

import java.io.EOFException;
import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.io.QuietException;

/**
 * Catches whatever is thrown within any filter or servlet behind this one, so that the
 * container has nothing to log and nothing to render, and lets no refusal be empty.
 */
public final class RequestFailureFilter implements Filter {

	private final RequestFailures failures;

	public RequestFailureFilter(RequestFailures failures) {
		this.failures = failures;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String path = ((HttpServletRequest) request).getRequestURI();
		if (path.indexOf(';') >= 0) {
			// Spring decodes what follows before its firewall refuses the path.
			Problems.write((HttpServletRequest) request, (HttpServletResponse) response,
					Problem.of(ProblemType.INVALID_REQUEST, RefusalDetail.ofPath(path)));
			return;
		}
		try {
			chain.doFilter(request, response);
			explain((HttpServletRequest) request, (HttpServletResponse) response);
		}
		catch (EOFException ex) {
			throw ex; // the caller hung up
		}
		catch (IOException | ServletException | RuntimeException | Error ex) {
			this.failures.answer(ex, (HttpServletRequest) request, (HttpServletResponse) response);
			if (response.isCommitted()) {
				// Nothing can be said any more, but the connection must not look sound.
				throw new QuietException.RuntimeException(ex);
			}
		}
	}

	// Some endpoints of the framework refuse with a status alone.
	private static void explain(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!response.isCommitted() && response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST
				&& response.getContentType() == null) {
			ProblemType type = ProblemType.ofStatus(response.getStatus());
			Problems.write(request, response, Problem.of(type, RefusalDetail.of(type)));
		}
	}

}
