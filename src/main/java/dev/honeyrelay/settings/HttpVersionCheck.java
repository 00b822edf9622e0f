package dev.honeyrelay.settings;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Lets no start succeed that is to speak another version of HTTP with callers: what
 * bounds slow callers and answers ahead of the framework is made for HTTP/1.1. It has to
 * be there before the container, which fails without saying why.
 */
@Component
final class HttpVersionCheck implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

	private final Environment environment;

	HttpVersionCheck(Environment environment) {
		this.environment = environment;
	}

	/**
	 * @throws IllegalArgumentException if HTTP/2 is asked for
	 */
	@Override
	public void customize(ConfigurableJettyWebServerFactory factory) {
		Assert.isTrue(!this.environment.getProperty("server.http2.enabled", Boolean.class, false),
				"server.http2.enabled must be false: the relay speaks HTTP/1.1, and what stands in front of it may speak "
						+ "HTTP/2 with callers. Unset SERVER_HTTP2_ENABLED.");
	}

}
