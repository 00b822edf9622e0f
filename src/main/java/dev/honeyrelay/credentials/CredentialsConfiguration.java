package dev.honeyrelay.credentials;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the credentials in force.
 */
@Configuration(proxyBeanMethods = false)
class CredentialsConfiguration {

	@Bean
	Credentials credentials(RelayProperties properties) {
		return properties.credentials();
	}

}
