package dev.honeyrelay.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever reads the log cannot tell which encoder wrote a line.
 */
class PlainLineEncoderTests {

	private final LoggerContext context = new LoggerContext();

	@BeforeEach
	void prepareContext() {
		this.context.setMDCAdapter(new LogbackMDCAdapter());
		this.context.putObject(Environment.class.getName(), new StandardEnvironment());
	}

	@ParameterizedTest
	@MethodSource("plainValues")
	void whatIsPlainIsTheSameAndDoesWithoutTheUsualEncoder(Object value) {
		Counting usual = new Counting(structured("ecs"));
		Encoder<ILoggingEvent> encoder = PlainLineEncoder.of(usual, this.context);
		encoder.encode(event("read", new KeyValuePair("value", "known from now on")));
		usual.times = 0;

		String line = line(encoder, event("read", new KeyValuePair("value", value)));

		assertThat(usual.times).isZero();
		assertThat(line).isEqualTo(line(usual, event("read", new KeyValuePair("value", value)))).endsWith("\n");
	}

	static Stream<Object> plainValues() {
		return Stream.of("text", "", "a b~c", 200, -1L, 0.123, 1.0E-5, 12345678.9, new RunId("ci-48213"),
				List.of(new RunId("new"), new RunId("old")), List.of(), List.of(1, 2.5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-11-24T09:40:31Z", "2026-11-24T09:40:31.5Z", "2026-11-24T09:40:31.000001Z",
			"2026-11-24T09:40:31.010200Z", "2026-11-24T09:40:31.000000001Z", "2026-11-24T09:40:00.123456789Z",
			"1969-12-31T23:59:59.25Z", "+12026-11-24T09:40:31.1Z" })
	void timesAreTheSame(String time) {
		Encoder<ILoggingEvent> usual = structured("ecs");
		Encoder<ILoggingEvent> encoder = PlainLineEncoder.of(usual, this.context);
		encoder.encode(event("read"));
		LoggingEvent event = event("read", Instant.parse(time));

		assertThat(line(encoder, event)).isEqualTo(line(usual, event));
	}

	@Test
	void linesOfAnyLengthAndOddOnesFollowEachOther() {
		Encoder<ILoggingEvent> usual = structured("ecs");
		Encoder<ILoggingEvent> encoder = PlainLineEncoder.of(usual, this.context);
		Stream<String> values = Stream.of("long ".repeat(2000), "short", "odd \"" + "long ".repeat(200), "short again");

		assertThat(values.map((value) -> event("read", new KeyValuePair("value", value))))
			.allSatisfy((event) -> assertThat(line(encoder, event)).isEqualTo(line(usual, event)));
	}

	@ParameterizedTest
	@MethodSource("oddValues")
	void whatIsOddIsLeftToTheUsualEncoder(Object value) {
		Encoder<ILoggingEvent> usual = structured("ecs");
		LoggingEvent odd = event("read", new KeyValuePair("value", value));

		assertThat(line(PlainLineEncoder.of(usual, this.context), odd)).isEqualTo(line(usual, odd)).endsWith("\n");
	}

	static Stream<Object> oddValues() {
		return Stream.of("a \"quoted\" word", "back\\slash", "http://there", "line\nbreak", "bell\u0007", "café",
				"\ud83d\ude00", true, Map.of("a", 1), List.of("a\"b"), Arrays.asList("a", null), new int[] { 1, 2 });
	}

	@Test
	void namesExceptionsAndMarkersMayBeOdd() {
		Encoder<ILoggingEvent> usual = structured("ecs");
		LoggingEvent marked = event("read");
		marked.addMarker(MarkerFactory.getMarker("marked"));
		LoggingEvent failed = new LoggingEvent("", this.context.getLogger("there"), Level.ERROR, "failed",
				new IllegalStateException("why"), null);

		assertThat(Stream.of(marked, failed, event("a \"b\""), event("read", new KeyValuePair("trace.id", "a")),
				event("read", new KeyValuePair("na\"me", 1)), event("read", new KeyValuePair("n\u00e4me", 1)),
				event("read", new KeyValuePair("nothing", null))))
			.allSatisfy((event) -> assertThat(line(PlainLineEncoder.of(usual, this.context), event))
				.isEqualTo(line(usual, event)));
	}

	@Test
	void aMessageMayBeMissing() {
		Encoder<ILoggingEvent> usual = structured("ecs");

		assertThat(line(PlainLineEncoder.of(usual, this.context), event(null))).isEqualTo(line(usual, event(null)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "exclude=caller", "include=message,project", "rename.caller=user",
			"rename.project=labels.project", "context.prefix=relay" })
	void settingsThatChangeAMemberHold(String setting) {
		String[] parts = setting.split("=", 2);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("settings", Map.of("logging.structured.json." + parts[0], parts[1])));
		this.context.putObject(Environment.class.getName(), environment);
		Encoder<ILoggingEvent> usual = structured("ecs");
		LoggingEvent read = event("read", new KeyValuePair("caller", "grafana"), new KeyValuePair("project", "search"));

		assertThat(line(PlainLineEncoder.of(usual, this.context), read)).isEqualTo(line(usual, read));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gelf", "logstash" })
	void whatWritesSomethingElseStays(String format) {
		Encoder<ILoggingEvent> other = structured(format);
		PatternLayoutEncoder pattern = new PatternLayoutEncoder();
		pattern.setContext(this.context);
		pattern.setPattern("%d %level %logger %thread %m %kvp%n");
		pattern.start();

		assertThat(PlainLineEncoder.of(other, this.context)).isSameAs(other);
		assertThat(PlainLineEncoder.of(pattern, this.context)).isSameAs(pattern);
	}

	private Encoder<ILoggingEvent> structured(String format) {
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.context);
		encoder.setFormat(format);
		encoder.setCharset(StandardCharsets.UTF_8);
		encoder.start();
		return encoder;
	}

	private LoggingEvent event(@Nullable String message, KeyValuePair... pairs) {
		return event(message, Instant.parse("2026-11-24T09:40:31.886280359Z"), pairs);
	}

	private LoggingEvent event(@Nullable String message, Instant time, KeyValuePair... pairs) {
		LoggingEvent event = new LoggingEvent("", this.context.getLogger("dev.honeyrelay.audit"), Level.INFO, message,
				null, null);
		event.setInstant(time);
		event.setMDCPropertyMap(Map.of("request_id", "9b461ecd26118d4c"));
		event.setKeyValuePairs(List.of(pairs));
		return event;
	}

	private static String line(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
		return new String(encoder.encode(event), StandardCharsets.UTF_8);
	}

	/**
	 * An encoder that counts how often it is asked.
	 */
	private static final class Counting extends EncoderBase<ILoggingEvent> {

		private final Encoder<ILoggingEvent> encoder;

		private int times;

		Counting(Encoder<ILoggingEvent> encoder) {
			this.encoder = encoder;
		}

		@Override
		public byte[] encode(ILoggingEvent event) {
			this.times++;
			return this.encoder.encode(event);
		}

		@Override
		public byte[] headerBytes() {
			return this.encoder.headerBytes();
		}

		@Override
		public byte[] footerBytes() {
			return this.encoder.footerBytes();
		}

	}

}
