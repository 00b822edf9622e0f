package dev.honeyrelay.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.StandIn;

/**
 * The bodies of the embedded stand-in for HoneyHive, and a shared relay that asks it.
 */
public final class Fixtures {

	private static final Path FILES = Path.of("src/test/resources/honeyhive/__files");

	private Fixtures() {
	}

	/** Returns the stand-in that the shared relay asks. */
	public static StandIn honeyHive() {
		return Shared.HONEY_HIVE;
	}

	/** Returns the shared relay, which asks in the dialect {@code v1}. */
	public static RunningRelay relay() {
		return Shared.RELAY;
	}

	/** Returns the bytes of {@code file}. */
	public static byte[] bytes(String file) {
		try {
			return Files.readAllBytes(FILES.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the names of all bodies that HoneyHive sends with a status of 200. */
	public static List<String> all() {
		try (Stream<Path> files = Files.walk(FILES)) {
			return files.filter(Files::isRegularFile)
				.map((file) -> FILES.relativize(file).toString())
				.filter((file) -> !file.startsWith("errors") && !file.equals("manifest.json"))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Started when first needed.
	 */
	private static final class Shared {

		static final StandIn HONEY_HIVE = StandIn.start(0);

		static final RunningRelay RELAY = RunningRelay.start(HONEY_HIVE.baseUrl());

	}

}
