package dev.honeyrelay.views.browser;

import java.util.Map;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Puts files and problems in their places.
 */
@Configuration(proxyBeanMethods = false)
class BrowserConfiguration {

	/** They are of no project and no read of a caller's, so no interceptor sees them. */
	@Bean
	static SimpleUrlHandlerMapping assetPaths() {
		return new SimpleUrlHandlerMapping(Map.of(AssetHandler.PATH + '*', new AssetHandler()), 0);
	}

	/** Ahead of all that may refuse a request. */
	@Bean
	static FilterRegistrationBean<PageProblems> pageProblems() {
		FilterRegistrationBean<PageProblems> registration = new FilterRegistrationBean<>(new PageProblems());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
		return registration;
	}

}
