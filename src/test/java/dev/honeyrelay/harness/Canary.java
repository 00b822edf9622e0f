package dev.honeyrelay.harness;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.honeyrelay.Team;
import dev.honeyrelay.access.jwt.StandInIssuer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads every line that is logged in this process at TRACE, during whatever test, and
 * fails the test if a HoneyHive key, a caller's token or a proxy's password is in it.
 * JUnit and Spring Boot find it by themselves.
 */
public final class Canary implements AfterEachCallback, ApplicationListener<ApplicationContextInitializedEvent> {

	private static final List<String> SECRETS = Stream
		.of(RunningRelay.KEY, RunningRelay.TOKEN, Team.GRAFANA, Team.RELEASE_CI, Team.OPERATOR, Team.STEWARD,
				StandInIssuer.CANARY, ForwardProxy.PASSWORD)
		.flatMap(Canary::spellings)
		.toList();

	private static final Search SEARCH = new Search(SECRETS);

	private static final Ears EARS = new Ears();

	private static final Queue<String> HEARD = new ConcurrentLinkedQueue<>();

	private static final AtomicLong LINES = new AtomicLong();

	/** Returns all that must not be in any line. */
	static List<String> secrets() {
		return SECRETS;
	}

	/** Returns whether a secret is in {@code line}. */
	static boolean isTelling(String line) {
		return SEARCH.findsAnyIn(line);
	}

	/** Returns how many lines have been read so far. */
	public static long lines() {
		return LINES.get();
	}

	@Override
	public void onApplicationEvent(ApplicationContextInitializedEvent event) {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		EARS.setContext(context);
		EARS.start();
		// Starting an application throws out the appenders of the one before.
		context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(EARS);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		String heard = HEARD.poll();
		HEARD.clear();
		if (heard != null) {
			throw new AssertionError("a secret was logged: " + heard);
		}
	}

	private static Stream<String> spellings(String secret) {
		Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
		// The middle of it reads the same whatever stands before, at one of three
		// offsets.
		return Stream.concat(Stream.of(secret),
				Stream.of("", "x", "xx")
					.map((before) -> base64.encodeToString((before + secret).getBytes(UTF_8)))
					.map((encoded) -> encoded.substring(4, encoded.length() - 4)));
	}

	/**
	 * Takes in what is logged.
	 */
	private static final class Ears extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			// HoneyHive's stand-in may say what it was told.
			if (event.getLoggerName().startsWith("wiremock.")) {
				return;
			}
			LINES.incrementAndGet();
			String line = LogWatch.line(event);
			if (isTelling(line)) {
				HEARD.add(line);
			}
		}

	}

	/**
	 * Looks for several texts at once, after Wu and Manber: the two characters at the end
	 * of a window tell how far the next window may be. There are many more lines than the
	 * relay prints in production, and a search for one text after the other would cost
	 * more than they do.
	 */
	private static final class Search {

		private static final int SLOTS = 1 << 12;

		private final List<String> texts;

		private final int window;

		private final int[] steps = new int[SLOTS];

		Search(List<String> texts) {
			this.texts = texts;
			this.window = texts.stream().mapToInt(String::length).min().orElseThrow();
			Arrays.fill(this.steps, this.window - 1);
			for (String text : texts) {
				for (int end = 1; end < this.window; end++) {
					int slot = slot(text, end);
					this.steps[slot] = Math.min(this.steps[slot], this.window - 1 - end);
				}
			}
		}

		boolean findsAnyIn(String line) {
			int end = this.window - 1;
			while (end < line.length()) {
				int step = this.steps[slot(line, end)];
				if (step == 0 && isAnyAt(line, end - this.window + 1)) {
					return true;
				}
				end += Math.max(1, step);
			}
			return false;
		}

		private boolean isAnyAt(String line, int start) {
			for (String text : this.texts) {
				if (line.startsWith(text, start)) {
					return true;
				}
			}
			return false;
		}

		private static int slot(String text, int end) {
			return (text.charAt(end - 1) * 31 + text.charAt(end)) & (SLOTS - 1);
		}

	}

}
