package dev.honeyrelay.logging;

import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Writes log lines to the console in batches while the relay runs: a write for each line
 * costs as much as an answer from memory. No line waits for longer than a moment, and at
 * a shutdown all are written. While nobody takes what is written, those who log on
 * virtual threads wait for room.
 */
@Component
public final class BatchedConsole implements DisposableBean, MeterBinder {

	private static final Duration MOMENT = Duration.ofMillis(100);

	private static final int BATCH = 64 * 1024;

	// So many bytes may wait before the console counts as behind.
	private static final int MOST = 4 * BATCH;

	private static final int MOST_OF_OTHERS = 16 * MOST;

	private static final String AUDIT = "dev.honeyrelay.audit";

	// Each keeps a request, of about 12 KB.
	private static final int MOST_WAITING = 500;

	private final List<ConsoleAppender<ILoggingEvent>> consoles = new CopyOnWriteArrayList<>();

	private final Batches batches = new Batches();

	private final Thread flusher = Thread.ofPlatform().daemon().name("console").unstarted(this::flushAgainAndAgain);

	private volatile boolean over;

	/**
	 * Returns whether nobody takes what the relay prints, or not as fast as it comes. Who
	 * must not wait had better not log much then.
	 */
	public boolean isBehind() {
		return this.batches.behind;
	}

	/** Returns whether so many wait for the console that nobody else should. */
	public boolean isCrowded() {
		return this.batches.waiting.get() >= MOST_WAITING;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("relay.log.behind", this, (console) -> console.isBehind() ? 1 : 0)
			.description("1 while nobody takes what the relay logs, or not as fast as it comes")
			.register(registry);
	}

	@EventListener(ApplicationReadyEvent.class)
	void begin() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		root.iteratorForAppenders().forEachRemaining((appender) -> batch(appender, root.getLoggerContext()));
		this.flusher.start();
	}

	/** From here on every line leaves at once. */
	@Override
	public void destroy() {
		this.over = true;
		this.consoles.forEach((console) -> console.setImmediateFlush(true));
		this.batches.flush();
	}

	private void batch(Appender<ILoggingEvent> appender, LoggerContext context) {
		if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
			console.setEncoder(PlainLineEncoder.of(console.getEncoder(), context));
			console.setOutputStream(this.batches);
			console.setImmediateFlush(false);
			console.addFilter(new Room());
			this.consoles.add(console);
		}
	}

	private void flushAgainAndAgain() {
		while (!this.over) {
			LockSupport.parkNanos(this, MOMENT.toNanos());
			this.batches.flush();
		}
	}

	/**
	 * Bytes on their way to the console. While one batch leaves, the next fills up, so
	 * that nobody who writes ever waits for the console. Whoever may wait does so before,
	 * in {@link #awaitRoom}.
	 */
	private final class Batches extends OutputStream {

		private final ReentrantLock leaving = new ReentrantLock();

		private final ReentrantLock filling = new ReentrantLock();

		private final Condition room = this.filling.newCondition();

		// Threads in awaitRoom.
		private final AtomicInteger waiting = new AtomicInteger();

		private Batch next = new Batch();

		private Batch spare = new Batch();

		// Nobody takes what waits, or not as fast as it comes.
		private volatile boolean behind;

		/** Waits until no more than {@code most} bytes are waiting to leave. */
		void awaitRoom(int most) {
			if (!this.behind) {
				return;
			}
			this.filling.lock();
			try {
				this.waiting.incrementAndGet();
				while (this.next.size > most) {
					this.room.awaitUninterruptibly();
				}
				this.waiting.decrementAndGet();
			}
			finally {
				this.filling.unlock();
			}
		}

		@Override
		public void write(int single) {
			write(new byte[] { (byte) single }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			this.filling.lock();
			try {
				boolean some = this.next.size >= BATCH;
				this.next.add(bytes, offset, length);
				if (this.next.size > MOST) {
					this.behind = true;
				}
				if (!some && this.next.size >= BATCH) {
					LockSupport.unpark(BatchedConsole.this.flusher);
				}
			}
			finally {
				this.filling.unlock();
			}
		}

		@Override
		public void flush() {
			this.leaving.lock();
			try {
				Batch batch = take();
				System.out.write(batch.bytes, 0, batch.size);
				batch.clear();
				System.out.flush();
			}
			finally {
				this.leaving.unlock();
			}
		}

		@Override
		public void close() {
			flush();
		}

		private Batch take() {
			this.filling.lock();
			try {
				Batch batch = this.next;
				this.next = this.spare;
				this.spare = batch;
				this.behind = false;
				this.room.signalAll();
				return batch;
			}
			finally {
				this.filling.unlock();
			}
		}

	}

	/**
	 * A batch, which whoever holds one of their locks may touch.
	 */
	private static final class Batch {

		private byte[] bytes = new byte[BATCH];

		private int size;

		void add(byte[] more, int offset, int length) {
			if (length > this.bytes.length - this.size) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.size + length));
			}
			System.arraycopy(more, offset, this.bytes, this.size, length);
			this.size += length;
		}

		// What was behind once takes no room for ever.
		void clear() {
			this.size = 0;
			if (this.bytes.length > MOST) {
				this.bytes = new byte[BATCH];
			}
		}

	}

	/**
	 * Has whoever logs wait while the console is behind, on a virtual thread only and
	 * before any lock is taken: the container's threads never wait. Lines that tell of
	 * requests wait soon, since they are as many as callers like; the others are few, and
	 * have more room.
	 */
	private final class Room extends Filter<ILoggingEvent> {

		@Override
		public FilterReply decide(ILoggingEvent event) {
			if (isBehind() && Thread.currentThread().isVirtual()) {
				BatchedConsole.this.batches.awaitRoom(AUDIT.equals(event.getLoggerName()) ? MOST : MOST_OF_OTHERS);
			}
			return FilterReply.NEUTRAL;
		}

	}

}
