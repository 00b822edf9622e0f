package dev.honeyrelay.web;

import dev.honeyrelay.access.ProjectChoice;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Joins what decides about a request to what answers it.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

	private static final String[] RUNS = { "/v1/**", "/runs/**", "/projects/**" };

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new ReadOnly()).addPathPatterns(RUNS);
		registry.addInterceptor(new ProjectChoice()).addPathPatterns(RUNS);
	}

}
