package dev.honeyrelay.settings;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one sentence which setting keeps the relay from starting, and never its value,
 * which may be a secret. Goes before Spring Boot's own analyzers, which print values.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingFailureAnalyzer implements FailureAnalyzer {

	private static final String OURS = "relay.";

	// The one sentence of ours about a setting of Spring Boot's.
	private static final String MANAGEMENT_PORT = "management.server.port must ";

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		String unbound = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (cause instanceof IllegalArgumentException && message != null
					&& (message.startsWith(OURS) || message.startsWith(MANAGEMENT_PORT))) {
				return analysis(message, failure);
			}
			if (cause instanceof BindException bind) {
				unbound = bind.getName().toString();
			}
		}
		return (unbound != null && unbound.startsWith(OURS))
				? analysis(unbound + " has a value that is not of its kind.", failure) : null;
	}

	private static FailureAnalysis analysis(String sentence, Throwable failure) {
		return new FailureAnalysis(sentence,
				"Correct it; every setting is explained in application.yml and docs/configuration.md.", failure);
	}

}
