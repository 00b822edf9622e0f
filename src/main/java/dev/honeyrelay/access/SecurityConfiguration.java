package dev.honeyrelay.access;

import java.util.Arrays;
import java.util.Objects;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.CredentialsSource;
import dev.honeyrelay.run.HeapShare;
import jakarta.servlet.DispatcherType;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
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
		return http.securityMatcher(EndpointRequest.toAnyEndpoint())
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf(AbstractHttpConfigurer::disable)
			.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain callers(HttpSecurity http, CredentialReader reader, Callers callers, AuditLog audit,
			CorsProperties cors, GatewayProperties gateway, AuthenticationEntryPoint entryPoint,
			AccessDeniedHandler denied) {
		switchOn(http, cors, gateway);
		return http
			.addFilterAt(credentialFilter(reader, (presented) -> authenticate(callers, presented), entryPoint),
					BasicAuthenticationFilter.class)
			.addFilterAfter(new AuditTrail(audit), BasicAuthenticationFilter.class)
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers(OPEN)
				.permitAll()
				.requestMatchers("/admin/**")
				.hasRole(CallerAuthentication.ADMIN)
				.anyRequest()
				.authenticated())
			.exceptionHandling((refusals) -> refusals.authenticationEntryPoint(entryPoint).accessDeniedHandler(denied))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.headers(AbstractHttpConfigurer::disable)
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.anonymous(AbstractHttpConfigurer::disable)
			.build();
	}

	/**
	 * Tokens of the relay's own, of the issuer if there is one, and the gateway's word.
	 */
	@Bean
	Callers knownCallers(CredentialsSource credentials, JwtProperties jwt, GatewayProperties gateway,
			KeySetMeters keySet) {
		return new Callers(credentials, jwt.isEnabled() ? new JwtCallers(jwt, IssuerKeys.of(jwt, keySet)) : null,
				new Readers(jwt.projects()), new Readers(gateway.projects()));
	}

	@Bean
	CredentialReader credentialReader(GatewayProperties gateway) {
		return new CredentialReader(gateway.isEnabled() ? new GatewayHeaders(gateway, TcpPeer::of) : null);
	}

	@Bean
	KeySetMeters keySetMeters() {
		return new KeySetMeters();
	}

	@Bean
	static HeapShare heapForLimits() {
		return new HeapShare("limits of callers", null, CallerLimits.mostBytes());
	}

	@Bean
	AuditLog auditLog(AuditProperties properties) {
		return new AuditLog(properties, System::nanoTime);
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

	private static void switchOn(HttpSecurity http, CorsProperties cors, GatewayProperties gateway) {
		if (cors.isEnabled()) {
			http.addFilterBefore(new CrossOrigin(cors), BasicAuthenticationFilter.class);
		}
		if (gateway.isEnabled()) {
			http.addFilterBefore(new GatewayVary(gateway), BasicAuthenticationFilter.class);
		}
	}

	private static AuthenticationFilter credentialFilter(CredentialReader reader, AuthenticationManager manager,
			AuthenticationEntryPoint entryPoint) {
		AuthenticationFilter filter = new AuthenticationFilter(manager, (request) -> {
			Request received = ServletContextRequest.getServletContextRequest(request);
			Caller checked = Admission.checked(received);
			if (checked != null) {
				return new CallerAuthentication(checked);
			}
			Credential credential = reader.credentialIn(received);
			return (credential != null) ? new PresentedCredential(credential) : null;
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
		Caller caller = (presented instanceof PresentedCredential known) ? callers.callerOf(known.getCredentials())
				: null;
		if (caller == null) {
			throw new BadCredentialsException("no caller has this credential");
		}
		return new CallerAuthentication(caller);
	}

}
