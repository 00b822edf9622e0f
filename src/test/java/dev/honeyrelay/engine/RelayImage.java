package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The image, built from this checkout as anybody would build it, with
 * {@code docker build}. What lies about in the checkout and in the environment of whoever
 * builds is full of secrets.
 */
final class RelayImage {

	/** The name that {@code compose.yaml} has for it, too. */
	static final String NAME = "honeyhive-relay:latest";

	/** What must not get into it. */
	static final String SECRET = "hh_canary_of_whoever_builds_5d1e";

	private RelayImage() {
	}

	/** Returns the name of the image, which is built when first needed. */
	static String built() {
		return Shared.IMAGE;
	}

	/** Builds {@code context}, and returns how that came out. */
	static Outcome build(Path context, String... arguments) {
		List<String> build = List.of("build", "--progress=plain", "--build-arg", "HH_API_KEY=" + SECRET);
		return docker(context, Stream.of(build, List.of(arguments), List.of(".")).flatMap(List::stream));
	}

	/** Runs another command in the image, and returns how that came out. */
	static Outcome run(String... command) {
		List<String> run = List.of("run", "--rm", "--entrypoint", command[0], built());
		return docker(Path.of(""), Stream.concat(run.stream(), Stream.of(command).skip(1)));
	}

	private static Outcome docker(Path folder, Stream<String> arguments) {
		String client = System.getenv().getOrDefault("DOCKER_CLIENT", "docker");
		try {
			ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(client), arguments).toList())
				.directory(folder.toAbsolutePath().toFile())
				.redirectErrorStream(true);
			// Debian's client has BuildKit, and does not use it unasked.
			builder.environment().put("DOCKER_BUILDKIT", "1");
			builder.environment().put("HH_API_KEY", SECRET);
			builder.environment().put("RELAY_TOKEN", SECRET);
			Process process = builder.start();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Outcome(process.waitFor(), said);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How a command came out.
	 *
	 * @param status the status that it ended with, 0 if it did what it should
	 * @param said everything it said
	 */
	record Outcome(int status, String said) {
	}

	/**
	 * Built when first needed.
	 */
	private static final class Shared {

		static final String IMAGE = image();

		private static String image() {
			long start = System.nanoTime();
			try (BuildContext context = BuildContext.ofThisCheckout()) {
				context.write(".env", "HH_API_KEY=" + SECRET);
				context.write("credentials.yml", "projects: { p: { api-key: " + SECRET + " } }");
				context.write("src/test/resources/key.txt", SECRET);
				Outcome build = build(context.folder(), "-t", NAME);
				if (build.status() != 0) {
					throw new IllegalStateException("the image cannot be built:\n" + build.said());
				}
			}
			Figures.note("built " + NAME, start);
			return NAME;
		}

	}

}
