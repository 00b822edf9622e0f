package dev.honeyrelay.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * Lets Spring Security refuse with problem documents. Each refusal is one constant: it
 * tells nothing about what was tried.
 */
@Configuration(proxyBeanMethods = false)
class SecurityProblems {

	static final Problem MALFORMED = Problem.of(ProblemType.INVALID_REQUEST,
			"A header field or a parameter has a name or a character that is not allowed.");

	static final Problem FORBIDDEN = Problem.of(ProblemType.FORBIDDEN,
			"The caller may not do this, or may not read this project.");

	private static final String ASSETS = "/views/assets/";

	private static final Problem UNAUTHENTICATED = Problem.of(ProblemType.UNAUTHENTICATED,
			"Send a token of the relay as Bearer, or as the password of Basic.");

	@Bean
	AuthenticationEntryPoint authenticationEntryPoint() {
		return (request, response, failure) -> {
			String mode = request.getHeader("Sec-Fetch-Mode");
			// First, for clients that read only one. A browser's script must not raise a
			// log-in box over somebody's dashboard. For what pages are made with, a
			// browser asks again with what let the page itself in.
			if (mode == null || mode.equals("navigate")
					|| request.getRequestURI().startsWith(request.getContextPath() + ASSETS)) {
				response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"honeyhive-relay\", charset=\"UTF-8\"");
			}
			response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"honeyhive-relay\"");
			Problems.write(request, response, UNAUTHENTICATED);
		};
	}

	@Bean
	AccessDeniedHandler accessDeniedHandler() {
		return (request, response, failure) -> Problems.write(request, response, FORBIDDEN);
	}

	@Bean
	RequestRejectedHandler requestRejectedHandler() {
		return (request, response, failure) -> Problems.write(request, response, isAboutPath(failure)
				? Problem.of(ProblemType.INVALID_REQUEST, RefusalDetail.ofPath(request.getRequestURI())) : MALFORMED);
	}

	// It says no more than that.
	private static boolean isAboutPath(RequestRejectedException failure) {
		String message = String.valueOf(failure.getMessage());
		return !message.contains(" header") && !message.contains(" parameter") && !message.contains(" domain");
	}

}
