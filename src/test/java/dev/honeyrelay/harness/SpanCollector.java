package dev.honeyrelay.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Receives spans as a collector does: OTLP over HTTP.
 */
public final class SpanCollector implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final HttpServer server;

	private final List<ExportTraceServiceRequest> exports = new CopyOnWriteArrayList<>();

	private final List<String> raw = new CopyOnWriteArrayList<>();

	private SpanCollector(HttpServer server) {
		this.server = server;
	}

	/** Starts one on any free port of the loopback interface. */
	public static SpanCollector start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		SpanCollector collector = new SpanCollector(server);
		server.createContext("/v1/traces", collector::receive);
		server.start();
		return collector;
	}

	/** Returns the settings that make a relay export to this collector, and soon. */
	public String[] settings(String... more) {
		return settingsFor("127.0.0.1", more);
	}

	/**
	 * Returns the settings that make a relay export to this collector as {@code host}.
	 */
	public String[] settingsFor(String host, String... more) {
		String prefix = "--management.opentelemetry.tracing.export.";
		List<String> own = List.of(
				prefix + "otlp.endpoint=http://" + host + ':' + this.server.getAddress().getPort() + "/v1/traces",
				prefix + "schedule-delay=20ms");
		return java.util.stream.Stream.concat(own.stream(), java.util.Arrays.stream(more)).toArray(String[]::new);
	}

	/** Waits until spans of that name and trace have come, and returns the trace. */
	public List<Span> await(String traceId, String name) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		States.await(() -> {
			if (System.nanoTime() > end) {
				throw new AssertionError("no span " + name + " among " + spans());
			}
			return trace(traceId).stream().anyMatch((span) -> span.getName().equals(name));
		});
		return trace(traceId);
	}

	/** Returns all spans that have come so far. */
	public List<Span> spans() {
		return this.exports.stream()
			.flatMap((export) -> export.getResourceSpansList().stream())
			.map(ResourceSpans::getScopeSpansList)
			.flatMap(List::stream)
			.map(ScopeSpans::getSpansList)
			.flatMap(List::stream)
			.toList();
	}

	/** Returns what has come so far as it came, each byte as one character. */
	public List<String> raw() {
		return this.raw;
	}

	private List<Span> trace(String traceId) {
		Predicate<Span> isIn = (span) -> hex(span.getTraceId()).equals(traceId);
		return spans().stream().filter(isIn).toList();
	}

	/** Returns an id as a header field has it. */
	public static String hex(com.google.protobuf.ByteString id) {
		return java.util.HexFormat.of().formatHex(id.toByteArray());
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange) {
			boolean coded = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
			byte[] body = (coded ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody())
				.readAllBytes();
			this.raw.add(new String(body, StandardCharsets.ISO_8859_1));
			this.exports.add(ExportTraceServiceRequest.parseFrom(body));
			exchange.sendResponseHeaders(200, -1);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
