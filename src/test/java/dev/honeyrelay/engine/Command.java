package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.testcontainers.containers.GenericContainer;

/**
 * A command that is run in a container.
 */
final class Command {

	private Command() {
	}

	/** Runs {@code words} in {@code container} and returns what that prints. */
	static String in(GenericContainer<?> container, String... words) {
		try {
			return container.execInContainer(words).getStdout().strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
