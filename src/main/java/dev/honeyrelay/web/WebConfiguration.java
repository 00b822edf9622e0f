package dev.honeyrelay.web;

import dev.honeyrelay.access.CallerLimits;
import dev.honeyrelay.access.CrossOriginHeaders;
import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.run.Heap;
import dev.honeyrelay.run.HeapShare;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Joins what decides about a request to what answers it.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

	private static final String[] RUNS = { "/v1/**", "/runs/**", "/projects/**", "/events/**" };

	private static final String[] PAGES = { "/openapi.json", "/docs", "/problems/*" };

	private static final String ADMIN = "/admin/**";

	private final CallerLimits limits;

	WebConfiguration(CallerLimits limits) {
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
	static HeapShare heapForHeads() {
		return new HeapShare("heads of requests", null, KnownHeads.mostBytes());
	}

	@Bean
	static HeapShare heapForTargets() {
		return new HeapShare("targets of requests", null, KnownTargets.mostBytes());
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
	static ContainerProblems containerProblems(RequestFailures failures, AnswerMeter meter,
			CrossOriginHeaders origins) {
		return new ContainerProblems(failures, (problem) -> meter.record(problem, 0),
				(request, fields) -> origins.add(originOf(request), fields::put, fields::add));
	}

	@Bean
	static FilterRegistrationBean<Filter> requestFailureFilter(RequestFailures failures) {
		return ordered(new RequestFailureFilter(failures), 4);
	}

	/** Behind all others of the relay's own, which look at what was received. */
	@Bean
	static FilterRegistrationBean<Filter> frameworkRequests() {
		return ordered((request, response, chain) -> chain.doFilter(new FrameworkRequest((HttpServletRequest) request),
				response), 5);
	}

	/**
	 * Sets the front door before everything else that answers callers, and behind it
	 * another one for those whom it takes time to know.
	 */
	@Bean
	static JettyServerCustomizer frontDoor(Hits hits) {
		return (server) -> {
			FrontDoor patient = new FrontDoor(hits, true);
			patient.setHandler(server.getHandler());
			ThreadPerRequest threads = new ThreadPerRequest();
			threads.setHandler(patient);
			FrontDoor door = new FrontDoor(hits, false);
			door.setHandler(threads);
			server.setHandler(door);
		};
	}

	private static FilterRegistrationBean<Filter> ordered(Filter filter, int order) {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + order);
		return registration;
	}

	private static @Nullable String originOf(Request request) {
		String received = request.getHeaders().get(HttpHeader.ORIGIN);
		return (received == null
				&& request.getConnectionMetaData().getConnection() instanceof FrontConnection connection)
						? connection.originOfRefused() : received;
	}

}
