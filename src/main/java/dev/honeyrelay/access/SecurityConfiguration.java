package dev.honeyrelay.access;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.honeyrelay.access.audit.AuditLog;
import dev.honeyrelay.access.audit.AuditProperties;
import dev.honeyrelay.access.gateway.GatewayHeaders;
import dev.honeyrelay.access.gateway.GatewayProperties;
import dev.honeyrelay.access.gateway.TcpPeer;
import dev.honeyrelay.access.jwt.IssuerWayProperties;
import dev.honeyrelay.access.jwt.JwtCallers;
import dev.honeyrelay.access.jwt.JwtProperties;
import dev.honeyrelay.access.jwt.KeySetMetrics;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.credentials.CredentialsSource;
import dev.honeyrelay.logging.BatchedConsole;
import dev.honeyrelay.memory.HeapShare;
import dev.honeyrelay.outbound.Outbound;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.util.Assert;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Who gets in: everything needs a credential except the probes and what explains the
 * relay; the management port is its operator's own.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String[] OPEN = { "/livez", "/readyz", "/openapi.json", "/docs", "/problems/*" };

	@Bean
	@Order(1)
	SecurityFilterChain management(HttpSecurity http) {
		return withoutDefaults(http.securityMatcher(SecurityConfiguration::isManagement)
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())).build();
	}

	/** Looks at no credential, so that none of somebody else's can be in the way. */
	@Bean
	@Order(2)
	SecurityFilterChain open(HttpSecurity http) {
		return withoutDefaults(http
			.securityMatchers((requests) -> requests.requestMatchers(OPEN)
				.requestMatchers(HttpMethod.GET, "/")
				.requestMatchers(HttpMethod.HEAD, "/")
				.requestMatchers(HttpMethod.OPTIONS, "/"))
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())).build();
	}

	@Bean
	@Order(3)
	SecurityFilterChain callers(HttpSecurity http, RequestCredentials reader, Callers callers, AuditLog audit,
			VaryFields vary, AuthenticationEntryPoint entryPoint, AccessDeniedHandler denied) {
		return withoutDefaults(http.addFilterBefore(vary.identityFilter(), BasicAuthenticationFilter.class)
			.addFilterAt(credentialFilter(reader, (presented) -> authenticate(callers, presented), entryPoint),
					BasicAuthenticationFilter.class)
			.addFilterAfter(audit.filter(), BasicAuthenticationFilter.class)
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/admin/**")
				.hasRole(CallerAuthentication.ADMIN)
				.anyRequest()
				.authenticated())
			.exceptionHandling((refusals) -> refusals.authenticationEntryPoint(entryPoint).accessDeniedHandler(denied)))
			.build();
	}

	/**
	 * Ahead of Spring Security, so that a page can read why a malformed request of its is
	 * refused.
	 */
	@Bean
	FilterRegistrationBean<Filter> crossOrigin(CorsHeaders headers) {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(headers.filter());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
		return registration;
	}

	/**
	 * Tokens of the relay's own, of issuers, and the gateway's word.
	 */
	@Bean
	Callers knownCallers(CredentialsSource credentials, JwtProperties jwt, GatewayProperties gateway,
			KeySetMetrics keySets, IssuerWayProperties way, Outbound outbound) {
		return new Callers(credentials, new JwtCallers(jwt, keySets, way.documents(outbound)), jwt, gateway);
	}

	/**
	 * @throws IllegalArgumentException if one field is to say two things
	 */
	@Bean
	RequestCredentials credentialReader(GatewayProperties gateway, JwtProperties jwt) {
		List<String> assertions = jwt.assertionHeaders();
		List<String> unsigned = gateway.isEnabled()
				? Stream.concat(gateway.identityHeaders().stream(), Stream.of(gateway.secretHeader())).toList()
				: List.of();
		Assert.isTrue(assertions.stream().noneMatch((header) -> unsigned.stream().anyMatch(header::equalsIgnoreCase)),
				"relay.jwt.issuers has a header that is one of relay.gateway's: what is in it is signed or is not");
		return new RequestCredentials(gateway.isEnabled() ? new GatewayHeaders(gateway, TcpPeer::of) : null,
				assertions);
	}

	@Bean
	KeySetMetrics keySetMeters(JwtProperties jwt) {
		return new KeySetMetrics(jwt);
	}

	@Bean
	static HeapShare heapForLimits() {
		return new HeapShare("limits of callers", null, CallerLimits.mostBytes());
	}

	@Bean
	AuditLog auditLog(AuditProperties properties, BatchedConsole console) {
		return new AuditLog(properties, System::nanoTime, console::isCrowded);
	}

	/**
	 * Methods are refused by path, with Allow, and header values are the container's
	 * business.
	 */
	@Bean
	HttpFirewall httpFirewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setUnsafeAllowAnyHttpMethod(true);
		firewall.setAllowedHeaderValues((value) -> true);
		return firewall;
	}

	/**
	 * Credentials are compared as they came. The container would remember header fields
	 * of a connection, which takes 100 KB for each, and take a token that differs in case
	 * alone for the one before.
	 */
	@Bean
	JettyServerCustomizer exactCredentials() {
		return (server) -> Arrays.stream(server.getConnectors())
			.map((connector) -> connector.getConnectionFactory(HttpConnectionFactory.class))
			.filter(Objects::nonNull)
			.forEach((http) -> http.getHttpConfiguration().setHeaderCacheSize(0));
	}

	private static HttpSecurity withoutDefaults(HttpSecurity http) {
		return http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.headers(AbstractHttpConfigurer::disable)
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.anonymous(AbstractHttpConfigurer::disable);
	}

	private static boolean isManagement(HttpServletRequest request) {
		return WebServerApplicationContext.hasServerNamespace(
				WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()), "management");
	}

	private static AuthenticationFilter credentialFilter(RequestCredentials reader, AuthenticationManager manager,
			AuthenticationEntryPoint entryPoint) {
		AuthenticationFilter filter = new AuthenticationFilter(manager, (request) -> {
			Credential credential = reader.credentialIn(ServletContextRequest.getServletContextRequest(request));
			return (credential != null) ? UsernamePasswordAuthenticationToken.unauthenticated("unknown", credential)
					: null;
		});
		filter.setSuccessHandler((request, response, authentication) -> {
		});
		RefusalLog refusals = new RefusalLog(System::nanoTime);
		filter.setFailureHandler((request, response, failure) -> {
			if (failure instanceof RefusedCredentialException refused) {
				refusals.tell(refused.reason());
			}
			entryPoint.commence(request, response, failure);
		});
		return filter;
	}

	private static Authentication authenticate(Callers callers, Authentication presented) {
		if (presented instanceof CallerAuthentication) {
			return presented;
		}
		Callers.Known known = (presented.getCredentials() instanceof Credential shown) ? callers.callerOf(shown) : null;
		if (known == null) {
			throw new BadCredentialsException("no caller has this credential");
		}
		return new CallerAuthentication(known.caller(), known.means());
	}

}
