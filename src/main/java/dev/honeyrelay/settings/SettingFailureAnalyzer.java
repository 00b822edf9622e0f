package dev.honeyrelay.settings;

import java.util.StringJoiner;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCreationException;
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

	// The sentences of ours about settings of Spring Boot's and of the JVM's.
	private static final Pattern OTHERS = Pattern
		.compile("(?s)(?:management\\.server\\.port|server\\.http2\\.enabled) must .*|A heap of .* do not fit .*");

	// The bean of Spring Boot's that reads spring.ssl.bundle.*.
	private static final String BUNDLES = "sslBundleRegistry";

	// What a key that stands in a setting itself begins with.
	private static final String PEM = "-----";

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		String unbound = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (cause instanceof IllegalArgumentException && message != null
					&& (message.startsWith(OURS) || OTHERS.matcher(message).matches())) {
				return analysis(message, failure);
			}
			if (cause instanceof BeanCreationException creation && BUNDLES.equals(creation.getBeanName())) {
				return analysis("spring.ssl.bundle.* cannot be used: " + reasons(creation), failure);
			}
			if (cause instanceof BindException bind) {
				unbound = bind.getName().toString();
			}
		}
		return (unbound != null && unbound.startsWith(OURS))
				? analysis(unbound + " has a value that is not of its kind.", failure) : null;
	}

	private static String reasons(Throwable failure) {
		StringJoiner reasons = new StringJoiner(": ", "", ".");
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (!(cause instanceof BeansException) && message != null) {
				reasons.add(message.contains(PEM) ? "a certificate or key that stands there itself" : message);
			}
		}
		return reasons.toString();
	}

	private static FailureAnalysis analysis(String sentence, Throwable failure) {
		return new FailureAnalysis(sentence,
				"Correct it; every setting is explained in application.yml and docs/configuration.md.", failure);
	}

}
