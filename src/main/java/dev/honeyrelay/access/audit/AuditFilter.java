package dev.honeyrelay.access.audit;

import java.io.IOException;

import dev.honeyrelay.access.CallerAuthentication;
import dev.honeyrelay.logging.RequestEnd;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Sees to it that the audit log tells of each request of a known caller that reads or
 * purges, or tries to. While too many wait to be told of, nobody else may do so.
 */
public final class AuditFilter implements Filter {

	private final AuditLog log;

	public AuditFilter(AuditLog log) {
		this.log = log;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller)) {
			chain.doFilter(request, response);
			return;
		}
		if (this.log.isCrowded()) {
			throw new AuditLogCrowdedException();
		}
		long start = this.log.now();
		AuditEntry entry = AuditEntry.of((HttpServletRequest) request);
		try {
			chain.doFilter(request, response);
		}
		finally {
			RequestEnd.then(request,
					() -> tell(entry, caller, (HttpServletRequest) request, (HttpServletResponse) response, start));
		}
	}

	private void tell(AuditEntry entry, CallerAuthentication caller, HttpServletRequest request,
			HttpServletResponse response, long start) {
		if (entry.outcome() == null) {
			return;
		}
		long bytes = HttpMethod.HEAD.matches(request.getMethod()) ? 0 : entry.bytes();
		boolean purge = request.getServletPath().startsWith("/admin/");
		this.log.tell(purge ? "purge" : "read", caller.getPrincipal(), caller.means(), entry, response.getStatus(),
				bytes, this.log.now() - start);
	}

}
