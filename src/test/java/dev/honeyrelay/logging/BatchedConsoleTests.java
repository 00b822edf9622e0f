package dev.honeyrelay.logging;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class BatchedConsoleTests {

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final Logger root = this.context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Writes writes = new Writes();

	private final PrintStream console = System.out;

	private final ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();

	private final BatchedConsole batched = new BatchedConsole();

	@BeforeEach
	void addConsole() {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(this.context);
		encoder.setPattern("ours: %m%n");
		encoder.start();
		System.setOut(new PrintStream(this.writes, true, StandardCharsets.UTF_8));
		this.appender.setContext(this.context);
		this.appender.setEncoder(encoder);
		this.appender.start();
		this.root.addAppender(this.appender);
		this.batched.begin();
	}

	@AfterEach
	void removeConsole() {
		this.batched.destroy();
		this.root.detachAppender(this.appender);
		System.setOut(this.console);
	}

	@Test
	void manyLinesAreFewWrites() {
		for (int i = 0; i < 2000; i++) {
			this.root.warn("line {}", i);
		}

		assertThat(this.writes.awaited(2000)).hasSize(2000);
		assertThat(this.writes.times).isLessThan(500);
	}

	@Test
	void oneLineAloneComesAfterAMoment() {
		this.root.warn("alone");

		assertThat(this.writes.awaited(1)).containsExactly("ours: alone");
	}

	@Test
	void whatIsLeftComesAtTheEndAndThenEveryLineAtOnce() {
		this.root.warn("left");
		this.batched.destroy();
		assertThat(this.writes.ours()).containsExactly("ours: left");

		this.root.warn("late");
		assertThat(this.writes.ours()).containsExactly("ours: left", "ours: late");
	}

	@Test
	void aLoggerThatIsStoppedLeavesNothingBehindAndTheConsoleOpen() {
		this.root.warn("left");
		this.appender.stop();

		assertThat(this.writes.ours()).containsExactly("ours: left");
		assertThat(System.out.checkError()).isFalse();
	}

	/**
	 * What has been written to the console, and how often.
	 */
	private static final class Writes extends ByteArrayOutputStream {

		private int times;

		@Override
		public synchronized void write(byte[] bytes, int offset, int length) {
			this.times++;
			super.write(bytes, offset, length);
		}

		/** Waits until there are {@code lines} of ours, and returns them. */
		List<String> awaited(int lines) {
			while (ours().size() < lines) {
				Thread.onSpinWait();
			}
			return ours();
		}

		// There is the console of everybody else beside it.
		List<String> ours() {
			return toString(StandardCharsets.UTF_8).lines().filter((line) -> line.startsWith("ours: ")).toList();
		}

	}

}
