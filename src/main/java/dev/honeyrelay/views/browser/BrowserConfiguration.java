package dev.honeyrelay.views.browser;

import java.util.Map;

import dev.honeyrelay.problem.ProblemForm;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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

	@Bean
	static ProblemForm pageProblems() {
		return new PageProblems();
	}

}
