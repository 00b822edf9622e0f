package dev.honeyrelay.fastpath;

import dev.honeyrelay.memory.HeapShare;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Puts the fast path before everything else that answers callers.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnFastPath
class FastPathConfiguration {

	@Bean
	HeapShare heapForHeads() {
		return new HeapShare("heads of requests", null, HeadCache.mostBytes());
	}

	@Bean
	HeapShare heapForTargets() {
		return new HeapShare("targets of requests", null, TargetCache.mostBytes());
	}

	/** Ahead of what hands requests to threads of their own. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	JettyServerCustomizer fastPath(CachedAnswers answers) {
		return (server) -> {
			CachedAnswerHandler handler = new CachedAnswerHandler(answers);
			handler.setHandler(server.getHandler());
			server.setHandler(handler);
		};
	}

}
