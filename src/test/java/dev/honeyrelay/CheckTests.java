package dev.honeyrelay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.harness.RawUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A start that is only tried, as a process of its own.
 */
@Timeout(120)
class CheckTests {

	private static final String SECRET = "a-canary-of-twenty-characters";

	private static final Map<String, String> GOOD = Map.of("HH_API_KEY", SECRET, "RELAY_TOKEN", SECRET);

	@TempDir
	private Path directory;

	@Test
	void whatIsSoundIsSaidInOneLineWithoutAPortAndWithoutAskingAnybody() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Outcome outcome = run(GOOD, "--check", "--server.port=" + taken.getLocalPort(),
					"--management.server.port=" + taken.getLocalPort(), "--relay.cache.shared.enabled=true",
					"--spring.data.redis.port=" + taken.getLocalPort(),
					"--relay.upstream.base-url=" + upstream.baseUrl());

			assertThat(outcome).isEqualTo(new Outcome(0, "Settings and credentials are sound; projects: [default]\n"));
			assertThat(upstream.asked()).isZero();
		}
	}

	@Test
	void aMisspeltVariableIsNamedAndASettingInEitherSpellingIsNot() throws Exception {
		Map<String, String> environment = Map.of("HH_API_KEY", SECRET, "RELAY_TOKEN", SECRET, "RELAY_CACHE_MAXSIZE",
				"64MB", "RELAY_CACHE_FIRST_FRESH", "2s", "RELAY_CACHE_MAXSZIE", SECRET);

		Outcome outcome = run(environment, "--check");

		assertThat(outcome).isEqualTo(new Outcome(0, """
				Settings and credentials are sound; projects: [default]
				In the environment, but no settings: [RELAY_CACHE_MAXSZIE]
				"""));
	}

	@Test
	void whatWouldEndAnOrdinaryStartEndsTheCheckWithTheSameSentence() throws Exception {
		Path file = Files.writeString(this.directory.resolve("credentials.yaml"),
				"projects: { a: { api-key: " + SECRET + " } }\ncallers: { b: { tokns: [ " + SECRET + " ] } }\n");

		Outcome check = run(Map.of(), "--check", "--relay.credentials=" + file);
		Outcome start = run(Map.of(), "--server.port=0", "--management.server.port=0", "--relay.credentials=" + file);

		assertThat(sentenceOf(check)).isEqualTo(sentenceOf(start)).startsWith("relay.credentials (line 2): ");
		assertThat(List.of(check.status(), start.status())).containsOnly(1);
		assertThat(check.printed() + start.printed()).doesNotContain(SECRET);
	}

	private static String sentenceOf(Outcome outcome) {
		return outcome.printed().replaceFirst("(?s).*Description:\\s+", "").replaceFirst("(?s)\\s+Action:.*", "");
	}

	private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
						HoneyHiveRelay.class.getName()));
		command.addAll(List.of(arguments));
		Path log = this.directory.resolve("log");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("HH_") || name.startsWith("RELAY_"));
		builder.environment().putAll(environment);
		Process process = builder.start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
			return outcome(process, log);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Outcome outcome(Process process, Path log) throws IOException {
		return new Outcome(process.exitValue(), Files.readString(log));
	}

	/**
	 * How a process ended, and all that it had printed.
	 */
	private record Outcome(int status, String printed) {

	}

}
