package dev.honeyrelay.settings;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Lets no start succeed that is to speak another version of HTTP with callers: what
 * bounds slow callers and answers ahead of the framework is made for HTTP/1.1.
 */
@Component
final class HttpVersionCheck {

	/**
	 * @throws IllegalArgumentException if HTTP/2 is asked for, on either port
	 */
	HttpVersionCheck(Environment environment) {
		Assert.isTrue(!environment.getProperty("server.http2.enabled", Boolean.class, false),
				"server.http2.enabled must be false: the relay speaks HTTP/1.1, and what stands in front of it may speak "
						+ "HTTP/2 with callers. Unset SERVER_HTTP2_ENABLED.");
	}

}
