package dev.honeyrelay.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The relay as a process of its own, for what a test cannot do to itself.
 */
public final class RelayProcess implements AutoCloseable {

	/** The one caller's token. */
	public static final String TOKEN = "a-token-of-twenty-characters";

	/** HoneyHive's key. */
	public static final String KEY = "hh_some_key";

	private final HttpClient http = HttpClient.newHttpClient();

	private final int port;

	private final Path log;

	private final Process process;

	private RelayProcess(int port, Path log, Process process) {
		this.port = port;
		this.log = log;
		this.process = process;
	}

	/**
	 * Starts one with {@code jvmArguments} that asks {@code upstream}, and waits until it
	 * is ready.
	 */
	public static RelayProcess start(String upstream, String... jvmArguments) throws Exception {
		RelayProcess relay = launch(upstream, jvmArguments);
		relay.awaitStatus("/readyz", 200);
		return relay;
	}

	/**
	 * Starts one with {@code jvmArguments} and further variables of the environment that
	 * asks {@code upstream}, and waits until it is ready.
	 */
	public static RelayProcess startIn(Map<String, String> environment, String upstream, String... jvmArguments)
			throws Exception {
		RelayProcess relay = launch(null, environment, upstream, jvmArguments);
		relay.awaitStatus("/readyz", 200);
		return relay;
	}

	/** Starts one that asks {@code upstream}, and waits until it says that it starts. */
	public static RelayProcess begin(String upstream) throws Exception {
		RelayProcess relay = launch(upstream);
		await().until(() -> !relay.process.isAlive() || relay.printed().contains("Starting HoneyHiveRelay"));
		return relay;
	}

	/**
	 * Starts one that asks {@code upstream} and whose console nobody reads, but for
	 * whoever reads {@link #process()}'s, and waits until it is ready.
	 */
	public static RelayProcess startUnheard(String upstream, String... jvmArguments) throws Exception {
		RelayProcess relay = launch(Redirect.PIPE, Map.of(), upstream, jvmArguments);
		relay.awaitStatus("/readyz", 200);
		return relay;
	}

	private static RelayProcess launch(String upstream, String... jvmArguments) throws IOException {
		return launch(null, Map.of(), upstream, jvmArguments);
	}

	private static RelayProcess launch(@Nullable Redirect output, Map<String, String> environment, String upstream,
			String... jvmArguments) throws IOException {
		int port = freePort();
		List<String> all = new ArrayList<>(List.of("-Drelay.callers.drain-delay=2s"));
		all.addAll(List.of(jvmArguments));
		List<String> command = RelayJvm.command(all, List.of("--server.port=" + port, "--management.server.port=0",
				"--relay.upstream.base-url=" + upstream));
		Path log = Files.createTempFile("relay", ".log");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput((output != null) ? output : Redirect.to(log.toFile()));
		builder.environment().put("HH_API_KEY", KEY);
		builder.environment().put("RELAY_TOKEN", TOKEN);
		builder.environment().putAll(environment);
		return new RelayProcess(port, log, builder.start());
	}

	/**
	 * Asks again and again until {@code path} answers {@code status}, or the process
	 * ends.
	 */
	public void awaitStatus(String path, int status) {
		await().until(() -> !this.process.isAlive() || statusOf(path) == status);
	}

	// It needs the processor more than who waits for it.
	private static ConditionFactory await() {
		return Awaitility.await().forever().pollInterval(Duration.ofMillis(50));
	}

	/** Returns the status that {@code path} answers, or 0 if there is no answer. */
	public int statusOf(String path) throws InterruptedException {
		try {
			return get(path).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/** Gets {@code path} with the token and further {@code headers}, name by value. */
	public HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Authorization", "Bearer " + TOKEN);
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return this.http.send(request.build(), BodyHandlers.ofByteArray());
	}

	/** Returns a connection to it. */
	public RawCaller connect() throws IOException {
		return new RawCaller(this.port);
	}

	/** Returns the callers' port. */
	public int port() {
		return this.port;
	}

	/** Returns the process itself. */
	public Process process() {
		return this.process;
	}

	/** Returns everything that it has printed. */
	public String printed() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		this.http.close();
		Files.deleteIfExists(this.log);
	}

	/** Returns a port that nobody listened on a moment ago. */
	public static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
