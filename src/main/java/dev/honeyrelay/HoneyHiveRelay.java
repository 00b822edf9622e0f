package dev.honeyrelay;

import java.util.concurrent.atomic.AtomicBoolean;

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
		AtomicBoolean failed = new AtomicBoolean();
		// The JVM would report the signal that ends it, 143; an orderly end is 0.
		SpringApplication.getShutdownHandlers().add(() -> {
			if (!failed.get()) {
				Runtime.getRuntime().halt(0);
			}
		});
		try {
			SpringApplication.run(HoneyHiveRelay.class, args);
		}
		catch (RuntimeException | Error ex) {
			failed.set(true);
			throw ex;
		}
	}

}
