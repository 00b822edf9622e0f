package dev.honeyrelay.problem;

import java.util.List;

import dev.honeyrelay.logging.RequestIds;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;

/**
 * Has the management port refuse as the callers' port does. Spring Boot makes this a part
 * of that port's context ({@code META-INF/spring}); a scan must not find it.
 */
final class ManagementPort {

	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> managementProblems(RequestFailures failures) {
		return (factory) -> factory.addServerCustomizers(ContainerProblems.ofManagement(failures),
				ReceivedRequests.customizer());
	}

	@Bean
	FilterRegistrationBean<Filter> managementRequestIds() {
		return first(new RequestIds(), 0);
	}

	@Bean
	FilterRegistrationBean<Filter> managementFailures(RequestFailures failures) {
		return first(failures.filter(), 1);
	}

	/** The servlet would send back what it got, credentials of a proxy's included. */
	@Bean
	FilterRegistrationBean<Filter> managementTrace() {
		return first((request, response, chain) -> {
			if (HttpMethod.TRACE.matches(((HttpServletRequest) request).getMethod())) {
				Problems.write((HttpServletRequest) request, (HttpServletResponse) response,
						Problems.notAllowed(List.of(HttpMethod.GET.name())));
				return;
			}
			chain.doFilter(request, response);
		}, 2);
	}

	@Bean
	FilterRegistrationBean<Filter> managementFrameworkRequests() {
		return first(FrameworkRequest.filter(), 5);
	}

	private static FilterRegistrationBean<Filter> first(Filter filter, int order) {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + order);
		return registration;
	}

}
