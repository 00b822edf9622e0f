package dev.honeyrelay.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the relay's AOT cache, and fails if there is none in the end that a relay starts
 * with.
 */
final class Training {

	private Training() {
	}

	/**
	 * Trains the relay.
	 * @param args where the cache is to be, and then the command that starts the relay,
	 * flags included
	 */
	public static void main(String[] args) throws Exception {
		Path cache = Path.of(args[0]);
		List<String> command = Arrays.asList(args).subList(1, args.length);
		try (Upstream upstream = Upstream.start()) {
			// Without the second compiler: what that makes in the training, each start would
			// make at once, most of it for what only a start runs.
			try (Trainee relay = Trainee.start(upstream.baseUrl(), command, "-XX:TieredStopAtLevel=2",
					"-XX:AOTCacheOutput=" + cache)) {
				int answers = new Load(relay).run();
				relay.stop();
				System.out.printf("trained with %d answers%n", answers);
			}
			require(Files.exists(cache) && Files.size(cache) > 0, "the JVM wrote none");
			// "on" refuses a start without the cache, where "auto" would only be slow.
			try (Trainee relay = Trainee.start(upstream.baseUrl(), command, "-XX:AOTMode=on",
					"-XX:AOTCache=" + cache)) {
				relay.stop();
				System.out.printf("started with an AOT cache of %d MB%n", Files.size(cache) >> 20);
			}
		}
	}

	/** Ends the training unless {@code condition} holds. */
	static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalStateException("No AOT cache: " + otherwise);
		}
	}

}
