package dev.honeyrelay.fastpath;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.honeyrelay.api.OutgoingAnswers;
import dev.honeyrelay.api.Transfer;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Representation;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How an answer leaves over a connection, at once or in pieces, and what is given back
 * when it has or cannot.
 */
class ResponseWriterTests {

	private final ByteBudget budget = new ByteBudget(1_000_000);

	private final AnnotationConfigApplicationContext context = CachedAnswersTests.context(this.budget,
			new ManualTime());

	private final RetainableByteBuffer buffer = new ByteBufferPool.NonPooling().acquire(8 * 1024, false);

	private final ByteArrayEndPoint endPoint = new ByteArrayEndPoint("", 1024, true);

	private final AtomicLong bytesOut = new AtomicLong();

	private final AtomicInteger ended = new AtomicInteger();

	private final CompletableFuture<Void> sent = new CompletableFuture<>();

	private final Callback callback = Callback.from(() -> this.sent.complete(null), this.sent::completeExceptionally);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void aBodyIsTakenOffInPieces() {
		ByteBuffer body = ByteBuffer.allocate(300_000);

		assertThat(ResponseWriter.pieces(body)).extracting(ByteBuffer::remaining)
			.containsExactly(128 * 1024, 128 * 1024, 300_000 - 256 * 1024);
		assertThat(body.hasRemaining()).isFalse();
		assertThat(ResponseWriter.pieces(body)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 10, 7_000, 9_000, 128 * 1024, 300_000 })
	void anAnswerLeavesWithItsHeadAndIsToldOfOnce(int length) {
		writer(200, false, length).iterate();

		String out = this.endPoint.getOutputString(StandardCharsets.US_ASCII);
		assertThat(out).startsWith("HTTP/1.1 200 OK\r\n")
			.contains("X-A: b\r\n", "Content-Length: " + length + "\r\n")
			.endsWith("\r\n\r\n" + "x".repeat(length))
			.doesNotContain("Connection:");
		assertThat(this.bytesOut).hasValue(out.length());
		assertThat(this.sent).isCompleted();
		assertThat(this.ended).hasValue(1);
		assertThat(this.budget.free()).isEqualTo(this.budget.size());
		assertThat(this.buffer.release()).as("nobody else keeps the buffer").isTrue();
	}

	@Test
	void aHeadAloneHasNoBody() {
		writer(304, true, 0).iterate();

		assertThat(this.endPoint.getOutputString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 304 Not Modified\r\n")
			.endsWith("\r\n\r\n")
			.doesNotContain("Content-Length");
		assertThat(this.sent).isCompleted();
	}

	@Test
	void whatIsNotTakenAtOnceIsCountedUntilItIs() {
		int length = 300_000;
		ByteArrayEndPoint slow = new ByteArrayEndPoint("", 100_000, false);
		writer(slow, 200, false, length).iterate();

		assertThat(this.sent).isNotDone();
		assertThat(this.budget.size() - this.budget.free()).isGreaterThanOrEqualTo(length);
		StringBuilder taken = new StringBuilder();
		for (int times = 0; times < 10; times++) {
			taken.append(slow.takeOutputString(StandardCharsets.US_ASCII));
			slow.getWriteFlusher().completeWrite();
		}
		taken.append(slow.takeOutputString(StandardCharsets.US_ASCII));
		assertThat(taken.toString()).endsWith("\r\n\r\n" + "x".repeat(length));
		assertThat(this.sent).isCompleted();
		assertThat(this.ended).hasValue(1);
		assertThat(this.buffer.release()).isTrue();
	}

	@Test
	void whatCannotLeaveGivesEverythingBackAndSaysWhy() {
		this.endPoint.close();
		ResponseWriter writer = writer(200, false, 10);
		writer.iterate();

		assertThat(writer.getInvocationType()).isEqualTo(Invocable.InvocationType.NON_BLOCKING);
		assertThat(this.sent).isCompletedExceptionally();
		assertThat(this.ended).hasValue(1);
		assertThat(this.buffer.release()).isTrue();
	}

	@Test
	void aHeadThatIsTooLongIsNotSent() {
		writer(this.endPoint, HttpFields.build().add("X-A", "b".repeat(10_000)), 200, false, 10).iterate();

		assertThat(this.endPoint.getOutputString()).isEmpty();
		assertThat(this.sent).isCompletedExceptionally();
		assertThat(this.ended).hasValue(1);
		assertThat(this.buffer.release()).isTrue();
	}

	private ResponseWriter writer(int status, boolean headOnly, int length) {
		return writer(this.endPoint, status, headOnly, length);
	}

	private ResponseWriter writer(ByteArrayEndPoint endPoint, int status, boolean headOnly, int length) {
		return writer(endPoint, HttpFields.build().add("X-A", "b"), status, headOnly, length);
	}

	private ResponseWriter writer(ByteArrayEndPoint endPoint, HttpFields fields, int status, boolean headOnly,
			int length) {
		byte[] body = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
		// The request is still in it.
		BufferUtil.append(this.buffer.getByteBuffer(), ByteBuffer.wrap(new byte[1000]));
		Transfer transfer = this.context.getBean(OutgoingAnswers.class)
			.transfer("ada", new Representation(body), false);
		return new ResponseWriter(endPoint,
				new CachedHttpResponse(status, fields, headOnly, ByteBuffer.wrap(body), transfer, () -> {
					transfer.close();
					this.ended.incrementAndGet();
				}), this.buffer, this.bytesOut, this.callback);
	}

}
