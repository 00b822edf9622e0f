package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * Redis servers of this machine's own package on loopback, for what takes several of
 * them: a cluster with replicas, a primary watched by sentinels.
 */
final class RedisServers implements AutoCloseable {

	/** After so long without an answer a server counts as gone. */
	static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);

	private static final String HOST = "127.0.0.1";

	private final Path folder;

	private final Map<Integer, Process> servers = new LinkedHashMap<>();

	/** Creates none yet; they will keep their files in {@code folder}. */
	RedisServers(Path folder) {
		this.folder = folder;
	}

	/** Starts one with further words of its configuration and returns its port. */
	int start(String... options) {
		int port = freePort();
		run(port, options);
		return port;
	}

	/** Starts one that speaks TLS, too; returns the port on which it does. */
	int startTls(Path certificate, Path key) {
		int plain = freePort();
		int port = freePort();
		run(plain, "--tls-port", Integer.toString(port), "--tls-cert-file", certificate.toString(), "--tls-key-file",
				key.toString(), "--tls-ca-cert-file", certificate.toString(), "--tls-auth-clients", "no");
		return port;
	}

	/**
	 * Starts a cluster of three primaries, each with a replica and these further words of
	 * its configuration; returns their ports.
	 */
	List<Integer> startCluster(String... options) {
		String[] words = Stream
			.concat(Stream.of("--cluster-enabled", "yes", "--cluster-node-timeout",
					Long.toString(NODE_TIMEOUT.toMillis())), Stream.of(options))
			.toArray(String[]::new);
		List<Integer> ports = IntStream.range(0, 6).map((i) -> start(words)).boxed().toList();
		List<String> create = new ArrayList<>(List.of("--cluster", "create"));
		ports.forEach((port) -> create.add(HOST + ':' + port));
		create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
		cli(ports.getFirst(), create.toArray(String[]::new));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> ports.stream().allMatch((port) -> cli(port, "cluster", "info").contains("cluster_state:ok")));
		// Who has not copied everything yet does not stand for election.
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> ports.stream()
				.map((port) -> cli(port, "info", "replication"))
				.filter((role) -> role.contains("master_link_status:up"))
				.count() == ports.size() / 2);
		return ports;
	}

	/** Starts a sentinel that watches {@code primary} as {@code name}. */
	int startSentinel(String name, int primary) {
		int port = freePort();
		try {
			Path file = Files.writeString(this.folder.resolve("sentinel-" + port + ".conf"), """
					port %d
					bind %s
					dir %s
					sentinel monitor %s %s %d 2
					sentinel down-after-milliseconds %s %d
					sentinel failover-timeout %s 10000
					""".formatted(port, HOST, this.folder, name, HOST, primary, name, NODE_TIMEOUT.toMillis(), name));
			launch(port, List.of("redis-sentinel", file.toString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return port;
	}

	/** Moves so many slots of a cluster, and all that is in them. */
	String moveSlots(int from, int to, int count) {
		return cli(from, "--cluster", "reshard", address(from), "--cluster-from", cli(from, "cluster", "myid").strip(),
				"--cluster-to", cli(to, "cluster", "myid").strip(), "--cluster-slots", Integer.toString(count),
				"--cluster-yes");
	}

	/** Ends the server at {@code port} without a word. */
	void kill(int port) {
		this.servers.get(port).destroyForcibly();
	}

	/** Returns what the server at {@code port} answers to a command. */
	String cli(int port, String... words) {
		try {
			Process client = new ProcessBuilder(
					Stream.concat(Stream.of("redis-cli", "-h", HOST, "-p", Integer.toString(port)), Stream.of(words))
						.toList())
				.redirectErrorStream(true)
				.start();
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the address of the server at {@code port}. */
	static String address(int port) {
		return HOST + ':' + port;
	}

	@Override
	public void close() {
		this.servers.values().forEach(Process::destroyForcibly);
		this.servers.values().forEach((server) -> server.onExit().join());
	}

	private void run(int port, String... options) {
		List<String> words = new ArrayList<>(
				List.of("redis-server", "--bind", HOST, "--port", Integer.toString(port), "--save", "", "--appendonly",
						"no", "--dir", this.folder.toString(), "--cluster-config-file", "nodes-" + port + ".conf"));
		words.addAll(List.of(options));
		launch(port, words);
	}

	private void launch(int port, List<String> words) {
		try {
			this.servers.put(port,
					new ProcessBuilder(words).redirectErrorStream(true)
						.redirectOutput(this.folder.resolve("redis-" + port + ".log").toFile())
						.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().until(() -> cli(port, "ping").contains("PONG"));
	}

	// A cluster's servers talk to each other 10 000 ports higher.
	private static int freePort() {
		while (true) {
			try (ServerSocket socket = new ServerSocket(0)) {
				if (socket.getLocalPort() < 50_000) {
					return socket.getLocalPort();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
