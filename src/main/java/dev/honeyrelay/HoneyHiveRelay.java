package dev.honeyrelay;

import dev.honeyrelay.settings.CheckedStart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the relay: one authenticated, read-only endpoint for HoneyHive experiment
 * results.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public final class HoneyHiveRelay {

	private HoneyHiveRelay() {
	}

	/**
	 * Starts the relay and leaves it running until it is told to stop.
	 * @param args settings as {@code --name=value}, which win over every other source;
	 * with {@code --check} the start is only tried
	 */
	public static void main(String[] args) {
		if (CheckedStart.isAskedFor(args)) {
			CheckedStart.run(args);
			return;
		}
		// The JVM would report the signal that ends it, 143; an orderly end is 0.
		Runnable orderly = () -> Runtime.getRuntime().halt(0);
		SpringApplication.getShutdownHandlers().add(orderly);
		try {
			SpringApplication.run(HoneyHiveRelay.class, args);
		}
		catch (RuntimeException | Error ex) {
			forget(orderly);
			throw ex;
		}
	}

	private static void forget(Runnable handler) {
		try {
			SpringApplication.getShutdownHandlers().remove(handler);
		}
		catch (IllegalStateException ex) {
			// The end has begun: the start did not fail, it was told to stop.
		}
	}

}
