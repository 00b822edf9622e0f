package dev.honeyrelay.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Says what HoneyHive would: every run is completed, but for one that is not known and
 * one that fails.
 */
final class Upstream implements AutoCloseable {

	private static final int METRICS = 40;

	private final HttpServer server;

	private Upstream(HttpServer server) {
		this.server = server;
	}

	static Upstream start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", Upstream::answer);
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.start();
		return new Upstream(server);
	}

	String baseUrl() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private static void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		if (path.contains("unknown")) {
			send(exchange, 404, "{\"message\":\"Run not found\"}");
		}
		else if (path.contains("broken")) {
			send(exchange, 500, "{\"message\":\"Oops\"}");
		}
		else {
			send(exchange, 200, body());
		}
	}

	// One object that is a result, a run, metrics and a comparison at once.
	private static String body() {
		String run = "{\"run_id\":\"r\",\"status\":\"completed\",\"created_at\":\"2026-01-01T00:00:00Z\"}";
		StringBuilder details = new StringBuilder();
		for (int i = 0; i < METRICS; i++) {
			details.append((i == 0) ? "" : ",")
				.append("{\"metric_name\":\"metric ")
				.append(i)
				.append("\",\"aggregate\":")
				.append(i / 7.0)
				.append(",\"values\":[0.25,1,null,true],\"passed\":{\"yes\":3,\"no\":[]}}");
		}
		return """
				{"status":"completed","run_object":%1$s,"evaluation":%1$s,"old_run":%1$s,"new_run":%1$s,\
				"metrics":{"aggregation_function":"average","details":[%2$s]},"events":[],"totalEvents":0}"""
			.formatted(run, details);
	}

	private static void send(HttpExchange exchange, int status, String json) throws IOException {
		byte[] body = gzip(json.getBytes(StandardCharsets.UTF_8));
		exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
		exchange.getResponseHeaders().set("Content-Encoding", "gzip");
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private static byte[] gzip(byte[] body) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(body);
		}
		return bytes.toByteArray();
	}

}
