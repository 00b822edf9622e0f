package dev.honeyrelay.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of the relay's that ended by itself.
 *
 * @param status what it ended with
 * @param printed all that it had printed
 */
public record EndedRelay(int status, String printed) {

	/**
	 * Starts one with these variables and no others of the relay's, and waits until it
	 * has ended.
	 */
	public static EndedRelay run(Map<String, String> environment, String... arguments) throws Exception {
		Path log = Files.createTempFile("relay", ".log");
		ProcessBuilder builder = new ProcessBuilder(RelayJvm.command(List.of(), List.of(arguments)))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		clear(builder.environment());
		builder.environment().putAll(environment);
		Process process = builder.start();
		try {
			if (!process.waitFor(60, TimeUnit.SECONDS)) {
				throw new AssertionError("still running after a minute: " + Files.readString(log));
			}
			return new EndedRelay(process.exitValue(), Files.readString(log));
		}
		finally {
			process.destroyForcibly();
			Files.deleteIfExists(log);
		}
	}

	/** Takes out of {@code environment} what a relay would read. */
	static void clear(Map<String, String> environment) {
		environment.keySet()
			.removeIf((name) -> name.startsWith("HH_") || name.startsWith("RELAY_")
					|| name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
	}

}
