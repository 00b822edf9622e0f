package dev.honeyrelay.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.HoneyHiveRelay;

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
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
						System.getProperty("java.class.path"), HoneyHiveRelay.class.getName()));
		command.addAll(List.of(arguments));
		Path log = Files.createTempFile("relay", ".log");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("HH_") || name.startsWith("RELAY_")
					|| name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
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

}
