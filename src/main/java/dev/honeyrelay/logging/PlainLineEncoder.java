package dev.honeyrelay.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Encodes plain lines of JSON as the console's usual encoder does, byte for byte, at a
 * fraction of the cost, and leaves every other line to it. What surrounds the values of a
 * line is taken from a sample of the usual encoder's output. Plain is what has no
 * exception and no marker, and nothing that JSON has to escape or to nest.
 */
final class PlainLineEncoder extends EncoderBase<ILoggingEvent> {

	private static final Instant TIME = Instant.parse("1970-01-01T00:00:00.123456789Z");

	private final Encoder<ILoggingEvent> usual;

	// What comes before the time, the level, the logger, the thread, the message and the
	// end.
	private final List<byte[]> frame;

	private final LoggerContext events;

	private final PlainTime time = new PlainTime();

	private final ThreadLocal<PlainLine> lines = ThreadLocal.withInitial(PlainLine::new);

	// What comes before the value of a member of that name, or nothing if the usual
	// encoder does not write it as it stands. The code knows few names.
	private final Map<String, byte[]> members = new ConcurrentHashMap<>();

	private PlainLineEncoder(Encoder<ILoggingEvent> usual, List<byte[]> frame, LoggerContext events) {
		this.usual = usual;
		this.frame = frame;
		this.events = events;
	}

	/**
	 * Returns an encoder that says the same as {@code usual}: a cheaper one if that
	 * writes the JSON that this class knows, or else {@code usual} itself.
	 */
	static Encoder<ILoggingEvent> of(Encoder<ILoggingEvent> usual, LoggerContext context) {
		List<byte[]> frame = frameOf(usual, context);
		if (frame == null) {
			return usual;
		}
		PlainLineEncoder plain = new PlainLineEncoder(usual, frame, context);
		ILoggingEvent sample = sample(context, new KeyValuePair("text", "some"), new KeyValuePair("number", 1.25),
				new KeyValuePair("list", List.of("a", "b")));
		return Arrays.equals(plain.encode(sample), usual.encode(sample)) ? plain : usual;
	}

	@Override
	public byte[] encode(ILoggingEvent event) {
		boolean bare = event.getThrowableProxy() == null && event.getMarkerList() == null;
		byte[] line = bare ? lineOf(event).bytes() : null;
		return (line != null) ? line : this.usual.encode(event);
	}

	@Override
	public byte @Nullable [] headerBytes() {
		return this.usual.headerBytes();
	}

	@Override
	public byte @Nullable [] footerBytes() {
		return this.usual.footerBytes();
	}

	@Override
	public void stop() {
		this.usual.stop();
		super.stop();
	}

	private PlainLine lineOf(ILoggingEvent event) {
		PlainLine line = this.lines.get().begin().raw(this.frame.get(0));
		this.time.add(event.getInstant(), line);
		line.raw(this.frame.get(1))
			.text(event.getLevel().levelStr)
			.raw(this.frame.get(2))
			.text(event.getLoggerName())
			.raw(this.frame.get(3))
			.text(event.getThreadName())
			.raw(this.frame.get(4))
			.text(event.getFormattedMessage())
			.raw('"');
		event.getMDCPropertyMap().forEach((name, value) -> add(line, name, value));
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			pairs.forEach((pair) -> add(line, pair.key, pair.value));
		}
		return line.raw(this.frame.get(5));
	}

	private void add(PlainLine line, String name, @Nullable Object value) {
		byte[] known = this.members.get(name);
		byte[] member = (known != null) ? known : this.members.computeIfAbsent(name, this::memberOf);
		if (member.length == 0) {
			line.odd();
		}
		else {
			line.raw(member).value(value);
		}
	}

	// Settings may leave it out or call it something else, and a dot stands for an object
	// within.
	private byte[] memberOf(String name) {
		String member = ",\"" + name + "\":";
		byte[] line = this.usual.encode(sample(this.events, new KeyValuePair(name, "some")));
		boolean asItStands = new String(line, StandardCharsets.UTF_8).contains(member + "\"some\"");
		return ((asItStands && PlainLine.isPlain(name)) ? member : "").getBytes(StandardCharsets.UTF_8);
	}

	private static @Nullable List<byte[]> frameOf(Encoder<ILoggingEvent> usual, LoggerContext context) {
		String line = new String(usual.encode(sample(context)), StandardCharsets.UTF_8);
		List<String> values = List.of("\"" + TIME, "\"INFO", "\"the-logger", "\"the-thread", "\"the-message\"");
		byte[][] frame = new byte[values.size() + 1][];
		int start = 0;
		for (int value = 0; value < values.size(); value++) {
			int end = line.indexOf(values.get(value), start);
			if (end < 0) {
				return null;
			}
			frame[value] = line.substring(start, end + 1).getBytes(StandardCharsets.UTF_8);
			start = end + values.get(value).length();
		}
		frame[values.size()] = line.substring(start).getBytes(StandardCharsets.UTF_8);
		return List.of(frame);
	}

	private static ILoggingEvent sample(LoggerContext context, KeyValuePair... pairs) {
		LoggingEvent event = new LoggingEvent("", context.getLogger("the-logger"), Level.INFO, "the-message", null,
				null);
		event.setInstant(TIME);
		event.setThreadName("the-thread");
		event.setMDCPropertyMap(Map.of());
		event.setKeyValuePairs(List.of(pairs));
		return event;
	}

}
