package dev.honeyrelay.upstream;

import java.util.HashMap;
import java.util.Map;

import dev.honeyrelay.run.ProjectName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What cannot work stops the start, and not the first request.
 */
class UpstreamPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "circuit.open-for, 1ms", "circuit.open-for, 365d", "circuit.window, 1s", "circuit.window, 1d",
			"circuit.failure-rate, 1", "circuit.failure-rate, 0.01", "circuit.min-trips, 1", "max-waiting, 0",
			"max-waiting, 2147483583", "max-concurrent, 1", "retry.max-attempts, 1", "retry.backoff, 1ms",
			"max-response-size, 1B", "connection-idle, 1ms" })
	void whatIsTakenWorks(String setting, String value) {
		UpstreamProperties properties = bind(setting, value);

		assertThat(new ProjectLimiter(new ProjectName("one"), properties).admitted()).isZero();
		assertThat(new Retries(properties.retry())).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "circuit.open-for, 999us", "circuit.open-for, 0s", "circuit.window, 999ms", "circuit.window, 86401s",
			"circuit.window, 100000d", "circuit.failure-rate, 0", "circuit.failure-rate, 1.01", "circuit.min-trips, 0",
			"max-waiting, -1", "max-waiting, 2147483584", "max-concurrent, 0", "retry.max-attempts, 0",
			"retry.backoff, 999us", "max-response-size, 0", "max-response-size, 2GB", "max-in-flight, 1B",
			"connect-timeout, 0s", "deadline, -1s", "connection-idle, 0s", "connection-lifetime, 0s" })
	void whatCannotWorkIsNotTaken(String setting, String value) {
		assertThatException().isThrownBy(() -> bind(setting, value))
			.havingRootCause()
			.withMessageStartingWith("relay.upstream.")
			.withMessageContaining(setting.substring(setting.indexOf('.') + 1));
	}

	private static UpstreamProperties bind(String setting, String value) {
		Map<String, String> settings = new HashMap<>();
		settings.put("relay.upstream.max-response-size", "1MB");
		settings.put("relay.upstream.max-in-flight", "3GB");
		settings.put("relay.upstream." + setting, value);
		return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("relay.upstream",
				UpstreamProperties.class);
	}

}
