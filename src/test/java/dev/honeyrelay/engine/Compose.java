package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Docker Compose with this checkout's {@code compose.yaml}, as a project of its own and
 * at free ports.
 */
final class Compose {

	/** Runs a command, which must come out well, and returns what it says. */
	String run(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(System.getenv().getOrDefault("COMPOSE_CLIENT", "docker compose").split(" ")));
		command.addAll(List.of("--project-name", "relay-engine-tests", "--file", "compose.yaml"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("RELAY_PORT", "0");
		builder.environment().put("RELAY_MANAGEMENT_PORT", "0");
		try {
			Process process = builder.start();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException(command + " says " + said);
			}
			return said;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
