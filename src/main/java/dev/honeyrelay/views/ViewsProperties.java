package dev.honeyrelay.views;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How views of several runs are put together.
 *
 * @param listMaxAge How old the list of runs may be in which a trend, {@code @latest} and
 * {@code @previous} look for runs by name; 0 has it asked for each time.
 * @param concurrentResults How many results a trend has HoneyHive asked for at once,
 * within what its project and its caller may.
 */
@ConfigurationProperties("relay.views")
record ViewsProperties(@DefaultValue("10s") Duration listMaxAge, @DefaultValue("8") int concurrentResults) {

	ViewsProperties {
		Assert.isTrue(!listMaxAge.isNegative(), "relay.views.list-max-age must not be negative");
		Assert.isTrue(concurrentResults > 0, "relay.views.concurrent-results must be positive");
	}

}
