package dev.honeyrelay.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

/**
 * What the raw stand-in does with one request. When it is over, the connection waits for
 * the next.
 */
@FunctionalInterface
public interface Script {

	void play(Exchange exchange) throws IOException;

	/** Sends {@code lines} as they are, CRLF between them and none after the last. */
	static Script sends(String... lines) {
		return (exchange) -> exchange.send(String.join("\r\n", lines));
	}

	/** Sends {@code body} in a response that is beyond reproach. */
	static Script json(String body) {
		return json(body.getBytes(StandardCharsets.UTF_8));
	}

	static Script json(byte[] body, String... headers) {
		return answer("200 OK", "application/json", body, headers);
	}

	/** Sends a whole response with further {@code headers}. */
	static Script answer(String status, String type, String body, String... headers) {
		return answer(status, type, body.getBytes(StandardCharsets.UTF_8), headers);
	}

	static Script answer(String status, String type, byte[] body, String... headers) {
		return (exchange) -> {
			exchange.send("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
					+ "\r\n" + String.join("", java.util.Arrays.stream(headers).map((line) -> line + "\r\n").toList())
					+ "\r\n");
			exchange.send(body);
		};
	}

	/** Sends nothing, ever. */
	static Script hangs() {
		return (exchange) -> exchange.waitsForClose(Duration.ofSeconds(30));
	}

	default Script thenCloses() {
		return then(Exchange::close);
	}

	default Script thenResets() {
		return then(Exchange::reset);
	}

	default Script thenHangs() {
		return then(hangs());
	}

	default Script then(Script next) {
		return (exchange) -> {
			play(exchange);
			next.play(exchange);
		};
	}

	/** Sends {@code text} one byte each {@code pause} until the relay hangs up. */
	default Script thenDrips(String text, Duration pause) {
		return then((exchange) -> {
			for (int i = 0; i < text.length() && !exchange.waitsForClose(pause); i++) {
				exchange.send(text.substring(i, i + 1));
			}
		});
	}

	/** Does this once {@code gate} is open. */
	default Script after(CountDownLatch gate) {
		return (exchange) -> {
			try {
				gate.await();
				play(exchange);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
	}

	static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

}
