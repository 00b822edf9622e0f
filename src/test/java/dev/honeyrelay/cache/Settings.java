package dev.honeyrelay.cache;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Settings of the cache as the relay binds them: a test states what differs from the
 * defaults and nothing else.
 */
public final class Settings {

	private static final String PREFIX = "relay.cache";

	private Settings() {
	}

	/**
	 * Returns the defaults but for {@code differences}, each {@code name=value}; the last
	 * one of a name counts.
	 * @throws RuntimeException if a name is unknown or a value refused
	 */
	public static CacheProperties with(String... differences) {
		Map<String, String> named = new HashMap<>();
		for (String difference : differences) {
			int equals = difference.indexOf('=');
			named.put(PREFIX + '.' + difference.substring(0, equals), difference.substring(equals + 1));
		}
		return new Binder(new MapConfigurationPropertySource(named)).bindOrCreate(PREFIX,
				Bindable.of(CacheProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

}
