package dev.honeyrelay.api;

import dev.honeyrelay.access.CorsHeaders;
import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.memory.Heap;
import dev.honeyrelay.memory.HeapShare;
import dev.honeyrelay.problem.ContainerProblems;
import dev.honeyrelay.problem.FrameworkRequest;
import dev.honeyrelay.problem.ProblemForm;
import dev.honeyrelay.problem.ProblemProperties;
import dev.honeyrelay.problem.Problems;
import dev.honeyrelay.problem.ReceivedRequests;
import dev.honeyrelay.problem.RequestFailures;
import dev.honeyrelay.server.CallersPort;
import dev.honeyrelay.server.CallersPortConnection;
import dev.honeyrelay.server.ConnectionLimits;
import jakarta.servlet.Filter;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Puts together filters, interceptors and error handling of the callers' port.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {

	private static final String[] RUNS = { "/v1/**", "/runs/**", "/projects/**", "/events/**", "/views/**" };

	private static final String[] PAGES = { "/openapi.json", "/docs", "/problems/*" };

	private static final String ADMIN = "/admin/**";

	private final CallerLimits limits;

	ApiConfiguration(CallerLimits limits) {
		this.limits = limits;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new NoOptions(HttpMethod.GET)).addPathPatterns(RUNS).addPathPatterns(PAGES);
		registry.addInterceptor(new NoOptions(HttpMethod.DELETE)).addPathPatterns(ADMIN);
		registry.addInterceptor(ProjectChoice.ofOne()).addPathPatterns(RUNS);
		registry.addInterceptor(ProjectChoice.ofOneOrAll()).addPathPatterns(ADMIN);
		registry.addInterceptor(this.limits).addPathPatterns(RUNS).addPathPatterns(ADMIN);
	}

	@Bean
	static HeapShare heapForConnections() {
		return new HeapShare("connections, and requests that are arriving", null, Heap.share(8));
	}

	@Bean
	static RequestFailures requestFailures() {
		return new RequestFailures(System::nanoTime);
	}

	@Bean
	static ContainerProblems containerProblems(RequestFailures failures, AnswerMetrics meter, CorsHeaders origins,
			ProblemProperties problems, ProblemForm form) {
		return new ContainerProblems(failures, (problem) -> meter.record(problem, 0),
				(request, fields) -> origins.add(originOf(request), fields::put, fields::add), problems.prefix(), form);
	}

	@Bean
	static ServletContextInitializer problems(ProblemProperties problems, ProblemForm form) {
		return (context) -> {
			context.setAttribute(Problems.PREFIX, problems.prefix());
			context.setAttribute(ProblemForm.ATTRIBUTE, form);
		};
	}

	@Bean
	static JettyServerCustomizer receivedRequests() {
		return ReceivedRequests.customizer();
	}

	@Bean
	static FilterRegistrationBean<Filter> requestFailureFilter(RequestFailures failures) {
		return ordered(failures.filter(), 4);
	}

	/** Behind all others of the relay's own, which look at what was received. */
	@Bean
	static FilterRegistrationBean<Filter> frameworkRequests() {
		return ordered(FrameworkRequest.filter(), 5);
	}

	/** Ahead of all that looks at connections or at handlers. */
	@Bean
	@Order(0)
	static JettyServerCustomizer callersPort(ConnectionLimits limits, CorsHeaders origins) {
		return new CallersPort(limits, origins.isEnabled());
	}

	private static FilterRegistrationBean<Filter> ordered(Filter filter, int order) {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + order);
		return registration;
	}

	private static @Nullable String originOf(Request request) {
		String received = request.getHeaders().get(HttpHeader.ORIGIN);
		return (received == null
				&& request.getConnectionMetaData().getConnection() instanceof CallersPortConnection connection)
						? connection.originOfRefused() : received;
	}

}
