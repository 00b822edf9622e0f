package dev.honeyrelay.tracing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import dev.honeyrelay.outbound.DocumentClient;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to the collector on the way that everything else takes. What the collector
 * has no room for, or what does not reach it, is sent again, as OTLP has it.
 */
final class SpanSender implements HttpSender {

	private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

	private final HttpSenderConfig config;

	private final RetryPolicy retries;

	private final DocumentClient client;

	SpanSender(HttpSenderConfig config, DocumentClient client) {
		this.config = config;
		this.retries = Objects.requireNonNullElse(config.getRetryPolicy(),
				RetryPolicy.builder().setMaxAttempts(2).build());
		this.client = client;
	}

	@Override
	public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
		Compressor compressor = this.config.getCompressor();
		try {
			// The writer is used again as soon as this returns.
			byte[] content = contentOf(message, compressor);
			Thread.ofVirtual().name("spans").start(() -> {
				try {
					onResponse.accept(new Answered(send(content, fields(compressor))));
				}
				catch (IOException | RuntimeException ex) {
					onError.accept(ex);
				}
			});
		}
		catch (IOException ex) {
			onError.accept(ex);
		}
	}

	private int send(byte[] content, Map<String, List<String>> fields) throws IOException {
		long end = System.nanoTime() + this.config.getTimeout().toNanos();
		Duration pause = this.retries.getInitialBackoff();
		for (int number = 1;; number++) {
			Duration left = Duration.ofNanos(end - System.nanoTime());
			boolean last = number >= this.retries.getMaxAttempts() || pause.compareTo(left) >= 0;
			try {
				int status = this.client.post(this.config.getEndpoint(), fields, content, left);
				if (last || !RETRYABLE.contains(status)) {
					return status;
				}
			}
			catch (IOException ex) {
				if (last || pause.toNanos() >= end - System.nanoTime()) {
					throw ex;
				}
			}
			sleep(pause);
			pause = Duration.ofNanos((long) (pause.toNanos() * this.retries.getBackoffMultiplier()));
		}
	}

	private static void sleep(Duration pause) throws IOException {
		try {
			Thread.sleep(pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private Map<String, List<String>> fields(@Nullable Compressor compressor) {
		Map<String, List<String>> fields = new HashMap<>(this.config.getHeadersSupplier().get());
		fields.put("Content-Type", List.of(this.config.getContentType()));
		if (compressor != null) {
			fields.put("Content-Encoding", List.of(compressor.getEncoding()));
		}
		return fields;
	}

	private static byte[] contentOf(MessageWriter message, @Nullable Compressor compressor) throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		try (OutputStream out = (compressor != null) ? compressor.compress(content) : content) {
			message.writeMessage(out);
		}
		return content.toByteArray();
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

	/**
	 * An answer of the collector's.
	 *
	 * @param status its status code
	 */
	private record Answered(int status) implements HttpResponse {

		@Override
		public int getStatusCode() {
			return this.status;
		}

		@Override
		public String getStatusMessage() {
			return "";
		}

		@Override
		public byte[] getResponseBody() {
			return new byte[0];
		}

	}

}
