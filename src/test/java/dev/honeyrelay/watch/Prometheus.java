package dev.honeyrelay.watch;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.honeyrelay.harness.RelayProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus that scrapes one relay every second and knows our rules.
 */
final class Prometheus implements AutoCloseable {

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	private final int port;

	private final Path log;

	private final Process process;

	private Prometheus(int port, Path log, Process process) {
		this.port = port;
		this.log = log;
		this.process = process;
	}

	/** Starts one in {@code folder} that scrapes {@code managementPort}. */
	static Prometheus start(Path folder, int managementPort) throws IOException {
		int port = RelayProcess.freePort();
		Path config = Files.writeString(folder.resolve("prometheus.yml"), """
				global: { scrape_interval: 1s, evaluation_interval: 1s }
				rule_files: [ %s ]
				scrape_configs:
				  - job_name: honeyhive-relay
				    metrics_path: /actuator/prometheus
				    static_configs: [ { targets: [ "127.0.0.1:%d" ] } ]
				""".formatted(AlertRule.FILE.toAbsolutePath(), managementPort));
		Path log = folder.resolve("prometheus.log");
		Process process = new ProcessBuilder("prometheus", "--config.file=" + config,
				"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		return new Prometheus(port, log, process);
	}

	/** Runs promtool and returns what it prints; it has ended well, or this throws. */
	static String promtool(String... arguments) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(java.util.stream.Stream
			.concat(java.util.stream.Stream.of("promtool"), java.util.Arrays.stream(arguments))
			.toList()).redirectErrorStream(true).start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new AssertionError("promtool " + List.of(arguments) + ": " + printed);
		}
		return printed;
	}

	/**
	 * Returns the values that {@code expression} has now; none if Prometheus is not
	 * ready.
	 */
	List<Double> query(String expression) throws IOException, InterruptedException {
		return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).at("/data/result")
			.valueStream()
			.map((series) -> series.at("/value/1").stringValue())
			.map((value) -> value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value))
			.toList();
	}

	/** Returns the rules as Prometheus sees them. */
	List<JsonNode> rules() throws IOException, InterruptedException {
		return get("/api/v1/rules").at("/data/groups/0/rules").valueStream().toList();
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		if (!this.process.isAlive()) {
			throw new AssertionError(Files.readString(this.log));
		}
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).build();
		try {
			JsonNode answer = this.json.readTree(this.http.send(request, BodyHandlers.ofString()).body());
			if ("error".equals(answer.at("/status").asString())) {
				throw new AssertionError(path + ": " + answer);
			}
			return answer;
		}
		catch (java.net.ConnectException | tools.jackson.core.JacksonException ex) {
			// It has only just been started.
			return this.json.createObjectNode();
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
		this.http.close();
	}

}
