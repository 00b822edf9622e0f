package dev.honeyrelay.harness;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Remembers everything that an operator would see in the log of this process.
 */
public final class LogWatch extends AppenderBase<ILoggingEvent> {

	private static final LogWatch WATCH = new LogWatch();

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	private LogWatch() {
		setName("watch");
		ThresholdFilter usual = new ThresholdFilter();
		usual.setLevel(Level.INFO.toString());
		usual.start();
		addFilter(usual);
	}

	/** Forgets what was logged so far and goes on watching. */
	public static LogWatch anew() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		// Starting another application may have thrown out all appenders.
		if (!root.isAttached(WATCH)) {
			WATCH.setContext(context);
			WATCH.start();
			root.addAppender(WATCH);
		}
		WATCH.events.clear();
		return WATCH;
	}

	/** Returns the lines that call for an operator: errors, and stack traces. */
	public List<String> alarms() {
		return this.events.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null)
			.map(LogWatch::line)
			.toList();
	}

	/** Returns the lines that an operator may want to look at. */
	public List<String> warnings() {
		return this.events.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
			.map(LogWatch::line)
			.toList();
	}

	@Override
	protected void append(ILoggingEvent event) {
		event.prepareForDeferredProcessing();
		this.events.add(event);
	}

	/** Returns every line, its fields and stack trace included. */
	public List<String> lines() {
		return this.events.stream().map(LogWatch::line).toList();
	}

	/** Returns {@code event} with its fields and stack trace. */
	static String line(ILoggingEvent event) {
		StringBuilder line = new StringBuilder();
		line.append(event.getLevel()).append(' ').append(event.getLoggerName()).append(": ");
		line.append(event.getFormattedMessage()).append(' ').append(event.getKeyValuePairs());
		line.append(' ').append(event.getMDCPropertyMap());
		if (event.getThrowableProxy() != null) {
			line.append('\n').append(ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy()));
		}
		return line.toString();
	}

}
