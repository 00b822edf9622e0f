package dev.honeyrelay.logging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
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
 * a shutdown all are written.
 */
@Component
public final class BatchedConsole implements DisposableBean, MeterBinder {

	private static final Duration MOMENT = Duration.ofMillis(100);

	// Each keeps a request, of about 12 KB.
	private static final int MOST_WAITING = 500;

	private final List<ConsoleAppender<ILoggingEvent>> consoles = new CopyOnWriteArrayList<>();

	private final List<Batches> batches = new CopyOnWriteArrayList<>();

	private final Thread flusher = Thread.ofPlatform().daemon().name("console").unstarted(this::flushAgainAndAgain);

	private volatile boolean over;

	/**
	 * Returns whether nobody takes what the relay prints, or not as fast as it comes. Who
	 * must not wait had better not log much then.
	 */
	public boolean isBehind() {
		for (Batches batch : this.batches) {
			if (batch.isBehind()) {
				return true;
			}
		}
		return false;
	}

	/** Returns whether so many wait for the console that nobody else should. */
	public boolean isCrowded() {
		for (Batches batch : this.batches) {
			if (batch.waiting() >= MOST_WAITING) {
				return true;
			}
		}
		return false;
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
		flush();
	}

	private void batch(Appender<ILoggingEvent> appender, LoggerContext context) {
		if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
			Batches batch = new Batches(System.out, () -> LockSupport.unpark(this.flusher));
			console.setEncoder(PlainLineEncoder.of(console.getEncoder(), context));
			console.setOutputStream(batch);
			console.setImmediateFlush(false);
			console.addFilter(new ConsoleRoom(batch));
			this.consoles.add(console);
			this.batches.add(batch);
		}
	}

	private void flushAgainAndAgain() {
		while (!this.over) {
			LockSupport.parkNanos(this, MOMENT.toNanos());
			flush();
		}
	}

	private void flush() {
		for (Batches batch : this.batches) {
			try {
				batch.flush();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
