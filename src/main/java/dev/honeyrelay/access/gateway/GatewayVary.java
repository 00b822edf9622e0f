package dev.honeyrelay.access.gateway;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says of every answer that it depends on the header fields in which the gateway tells
 * who a user is.
 */
public final class GatewayVary extends OncePerRequestFilter {

	private final GatewayProperties gateway;

	public GatewayVary(GatewayProperties gateway) {
		this.gateway = gateway;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.addHeader(HttpHeaders.VARY, String.join(", ", this.gateway.identityHeaders()));
		chain.doFilter(request, response);
	}

}
