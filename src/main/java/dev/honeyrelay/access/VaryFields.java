package dev.honeyrelay.access;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.access.gateway.GatewayProperties;
import dev.honeyrelay.access.jwt.JwtProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The header fields of a request that its answer depends on, as {@code Vary} lists them:
 * the one place that knows all of them.
 */
@Component
public final class VaryFields {

	// Those that every answer depends on, whatever the settings are.
	private static final String ALWAYS = "Accept-Encoding, Authorization, " + ProjectChoice.HEADER;

	private final List<String> identity;

	private final boolean cors;

	VaryFields(CorsProperties cors, GatewayProperties gateway, JwtProperties jwt) {
		this.cors = cors.isEnabled();
		this.identity = Stream.concat(gateway.identityHeaders().stream(), jwt.assertionHeaders().stream()).toList();
	}

	/**
	 * Returns all of them for an answer to which filters have added {@code fields}, those
	 * that their decisions depend on.
	 */
	public static String with(Collection<String> fields) {
		return Stream.concat(Stream.of(ALWAYS), fields.stream()).collect(Collectors.joining(", "));
	}

	/** Returns all of them, as an answer to a page of no other origin has them. */
	public String all() {
		Stream<String> origin = this.cors ? Stream.of(HttpHeaders.ORIGIN) : Stream.empty();
		return with(Stream.concat(origin, this.identity.stream()).toList());
	}

	/**
	 * Returns what adds those to a response that tell who a user is, beside
	 * {@code Authorization}.
	 */
	OncePerRequestFilter identityFilter() {
		return new IdentityFilter(String.join(", ", this.identity));
	}

	/** Says so of refusals, too. */
	private static final class IdentityFilter extends OncePerRequestFilter {

		private final String fields;

		IdentityFilter(String fields) {
			this.fields = fields;
		}

		@Override
		protected boolean shouldNotFilter(HttpServletRequest request) {
			return this.fields.isEmpty();
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			response.addHeader(HttpHeaders.VARY, this.fields);
			chain.doFilter(request, response);
		}

	}

}
