package dev.honeyrelay.access;

import java.io.IOException;
import java.util.function.LongSupplier;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Writes one line on a logger of its own for each request of a known caller that reads or
 * purges, or tries to.
 */
final class AuditTrail implements Filter {

	private static final Logger log = LoggerFactory.getLogger("dev.honeyrelay.audit");

	private final LongSupplier nanoTime;

	AuditTrail(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller)) {
			chain.doFilter(request, response);
			return;
		}
		long start = this.nanoTime.getAsLong();
		AuditEntry entry = AuditEntry.of((HttpServletRequest) request);
		try {
			chain.doFilter(request, response);
		}
		finally {
			if (entry.outcome() != null) {
				tell(entry, caller, (HttpServletRequest) request, (HttpServletResponse) response, start);
			}
		}
	}

	private void tell(AuditEntry entry, CallerAuthentication caller, HttpServletRequest request,
			HttpServletResponse response, long start) {
		long micros = (this.nanoTime.getAsLong() - start) / 1000;
		boolean head = HttpMethod.HEAD.matches(request.getMethod());
		entry.addTo(log.atInfo().addKeyValue("caller", caller.getPrincipal().name()))
			.addKeyValue("status", response.getStatus())
			.addKeyValue("bytes", head ? 0 : entry.bytes())
			.addKeyValue("duration_ms", micros / 1000.0)
			.log(request.getRequestURI().startsWith("/admin/") ? "purge" : "read");
	}

}
