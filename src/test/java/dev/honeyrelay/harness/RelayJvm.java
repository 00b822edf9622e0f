package dev.honeyrelay.harness;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.HoneyHiveRelay;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The command that starts the relay as a process of its own: from a jar, with the image's
 * collector and with an AOT cache, which more than halves what a start takes of the
 * processor. Jar and cache are made by the first test that needs them, and again when a
 * class of the relay or a library has changed.
 */
final class RelayJvm {

	private static final Path FOLDER = Path.of("target", "relay-jvm").toAbsolutePath();

	private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	// The second compiler would cost so short a life more than it gives back. The last
	// two are from docker/jvm.options.
	private static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
			"-XX:+UseSerialGC", "-Djdk.util.jar.version=21", "-Dorg.eclipse.jetty.util.referencesPerCacheLine=16");

	private static RelayJvm prepared;

	private final Path jar;

	private final Path cache;

	private RelayJvm(String version) {
		this.jar = FOLDER.resolve(version + ".jar");
		this.cache = FOLDER.resolve(version + ".aot");
	}

	/** Returns the command, with these arguments for the JVM and those for the relay. */
	static List<String> command(List<String> jvmArguments, List<String> arguments) {
		RelayJvm jvm = prepare();
		return jvm.started("-XX:AOTCache=" + jvm.cache, jvmArguments, arguments);
	}

	private List<String> started(String aot, List<String> jvmArguments, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(JAVA));
		command.addAll(FLAGS);
		command.add(aot);
		command.addAll(jvmArguments);
		command.addAll(List.of("-cp", this.jar + File.pathSeparator + libraries(), HoneyHiveRelay.class.getName()));
		command.addAll(arguments);
		return command;
	}

	private static synchronized RelayJvm prepare() {
		if (prepared == null) {
			try {
				prepared = made(new RelayJvm(version()));
			}
			catch (GeneralSecurityException | IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return prepared;
	}

	// Tests may run in several processes at once, and one of them makes it for all.
	private static RelayJvm made(RelayJvm jvm) throws IOException, InterruptedException {
		Files.createDirectories(FOLDER);
		try (FileChannel channel = FileChannel.open(FOLDER.resolveSibling("relay-jvm.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			channel.lock();
			if (!Files.exists(jvm.cache)) {
				jvm.make();
			}
			return jvm;
		}
	}

	private void make() throws IOException, InterruptedException {
		try (Stream<Path> others = Files.list(FOLDER)) {
			for (Path other : others.toList()) {
				Files.delete(other);
			}
		}
		pack();
		train();
	}

	private void pack() {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
		int status = ToolProvider.findFirst("jar")
			.orElseThrow()
			.run(out, out, "--create", "--file", this.jar.toString(), "-C", CLASSES.toString(), ".");
		if (status != 0) {
			throw new IllegalStateException(printed.toString(StandardCharsets.UTF_8));
		}
	}

	// A start that ends by itself when all of it is there. Whoever sees the cache sees
	// all of it.
	private void train() throws IOException, InterruptedException {
		Path made = FOLDER.resolve("made.aot");
		Path log = FOLDER.resolve("training.log");
		ProcessBuilder builder = new ProcessBuilder(
				started("-XX:AOTCacheOutput=" + made, List.of("-Dspring.context.exit=onRefresh"),
						List.of("--server.port=0", "--management.server.port=0", "--relay.api-key=hh_training",
								"--relay.token=a-token-of-twenty-characters")))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		EndedRelay.clear(builder.environment());
		if (builder.start().waitFor() != 0 || !Files.exists(made)) {
			throw new IllegalStateException("no AOT cache: " + Files.readString(log));
		}
		Files.move(made, this.cache, StandardCopyOption.ATOMIC_MOVE);
	}

	// What was compiled, with what, and for which JVM.
	private static String version() throws GeneralSecurityException, IOException {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		digest.update((System.getProperty("java.home") + Runtime.version() + FLAGS + libraries())
			.getBytes(StandardCharsets.UTF_8));
		try (Stream<Path> files = Files.walk(CLASSES)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				digest.update(CLASSES.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
				digest.update(Files.readAllBytes(file));
			}
		}
		return HexFormat.of().formatHex(digest.digest(), 0, 8);
	}

	private static String libraries() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> entry.endsWith(".jar"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Makes jar and cache ahead of the first test, whose time is not to be spent on them.
	 */
	static final class Preparation implements BeforeAllCallback {

		@Override
		public void beforeAll(ExtensionContext context) {
			prepare();
		}

	}

}
