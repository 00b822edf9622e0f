package dev.honeyrelay.outbound;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the environment says of proxies, read as curl reads it: small letters first, and
 * what is empty is not there.
 */
final class ProxyVariables {

	private final Map<String, Object> environment;

	ProxyVariables(Map<String, Object> environment) {
		this.environment = environment;
	}

	/**
	 * Returns the proxy for addresses of {@code scheme}, or {@code null} if there is
	 * none.
	 * @throws IllegalArgumentException if what is named cannot be one, in one sentence
	 * that has the variable's name and not its value
	 */
	@Nullable Proxy proxyFor(String scheme) {
		for (String variable : new String[] { scheme + "_proxy", "all_proxy" }) {
			for (String name : new String[] { variable, variable.toUpperCase(Locale.ROOT) }) {
				String value = value(name);
				if (value != null) {
					return WayOut.proxyOf("relay.upstream.proxy, which is not set and so taken from " + name + ',',
							value);
				}
			}
		}
		return null;
	}

	/** Returns what is asked without that proxy. */
	NoProxy noProxy() {
		String value = value("no_proxy");
		value = (value != null) ? value : value("NO_PROXY");
		return NoProxy.ofVariable((value != null) ? value : "");
	}

	private @Nullable String value(String name) {
		Object value = this.environment.get(name);
		return (value == null || value.toString().isBlank()) ? null : value.toString().strip();
	}

}
