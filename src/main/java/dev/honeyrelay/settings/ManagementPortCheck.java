package dev.honeyrelay.settings;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Lets no start succeed on which the operator's endpoints, which need no credential,
 * would be on the callers' port.
 */
@Component
final class ManagementPortCheck {

	/**
	 * @throws IllegalArgumentException if there is one port for both
	 */
	ManagementPortCheck(Environment environment) {
		Assert.isTrue(ManagementPortType.get(environment) != ManagementPortType.SAME,
				"management.server.port must differ from server.port: what is there needs no credential. "
						+ "Set MANAGEMENT_SERVER_PORT or SERVER_PORT.");
	}

}
