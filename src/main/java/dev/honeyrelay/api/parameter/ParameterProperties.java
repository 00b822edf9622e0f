package dev.honeyrelay.api.parameter;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What HoneyHive may be asked beyond what this release knows of.
 *
 * @param extraParameters Names of further query parameters that are passed on to
 * HoneyHive.
 */
@ConfigurationProperties("relay.upstream")
record ParameterProperties(@DefaultValue List<String> extraParameters) {

	ParameterProperties {
		extraParameters = List.copyOf(extraParameters);
	}

}
