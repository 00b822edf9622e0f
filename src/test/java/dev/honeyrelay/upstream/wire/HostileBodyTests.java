package dev.honeyrelay.upstream.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.memory.ByteBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpHeaders;

import static dev.honeyrelay.harness.Case.upstream;
import static dev.honeyrelay.harness.Script.gzip;
import static dev.honeyrelay.harness.Script.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * HoneyHive sends what makes a decoder or a parser recurse, loop or allocate. Each case
 * ends with nothing in flight.
 */
class HostileBodyTests {

	private static final byte[] PLAIN = "{\"a\":\"text text text\"}".getBytes(UTF_8);

	private static final byte[] CODED = gzip(PLAIN);

	private static final byte[] EMPTY = gzip(new byte[0]);

	private static final String GZIP = "Content-Encoding: gzip";

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "sound", "unsound", "odd" })
	@Timeout(60)
	void itIsAnAnswerOrAnOutageAndNothingElse(Case situation) throws Exception {
		Stage.shared().play(situation);
	}

	@Test
	void decodingEndsWithTheDeadline() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");

		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> ContentDecoder.decode(headers, CODED,
				1000, new ByteBudget(1000).lease(), Deadline.in(Duration.ZERO)));
	}

	static Stream<Case> sound() {
		return Stream
			.of(upstream("empty members after it", coded(joined(CODED, repeated(EMPTY, 5000)))),
					upstream("empty members before it", coded(joined(repeated(EMPTY, 5000), CODED))),
					upstream("one member for each byte", coded(oneByOne(PLAIN))),
					upstream("a header with everything in it", coded(header(0x1E, true))),
					upstream("a name of a megabyte",
							coded(withHeader(8, joined("x".repeat(1 << 20).getBytes(UTF_8), new byte[1])))),
					upstream("an extra field of 65,535 bytes",
							coded(withHeader(4, joined(new byte[] { -1, -1 }, new byte[65_535])))))
			.map((situation) -> situation.passesOn(PLAIN));
	}

	static Stream<Case> unsound() {
		return Stream
			.of(upstream("8,000 empty members", coded(repeated(EMPTY, 8000))),
					upstream("32 MB of empty members", coded(repeated(EMPTY, (32 << 20) / EMPTY.length))),
					upstream("more members than anybody needs", coded(joined(CODED, repeated(EMPTY, 20_000)))),
					upstream("garbage at the end", coded(joined(CODED, "garbage".getBytes(UTF_8)))),
					upstream("zeros at the end", coded(joined(CODED, new byte[512]))),
					upstream("half a member at the end", coded(joined(CODED, Arrays.copyOf(CODED, 15)))),
					upstream("half a trailer", coded(Arrays.copyOf(CODED, CODED.length - 4))),
					upstream("an extra field that is not there", coded(withHeader(4, new byte[] { -1, -1 }))),
					upstream("a name without an end",
							coded(joined(Arrays.copyOf(CODED, 3), new byte[] { 8, 0, 0, 0, 0, 0, 0 },
									"x".repeat(1000).getBytes(UTF_8)))),
					upstream("a checksum of the header that is not right", coded(header(0x02, false))),
					upstream("reserved bits", coded(withHeader(0x20, new byte[0]))),
					upstream("a number of 2,001 digits", json("{\"a\":" + "9".repeat(2001) + '}')),
					upstream("a million arrays", json("{\"a\":" + "[".repeat(1_000_000))),
					upstream("a string without an end", json("{\"a\":\"" + "\\\\".repeat(1_000_000))))
			.map((situation) -> situation.gives(502, "upstream-invalid"));
	}

	static Stream<Case> odd() {
		String chunks = "1\r\n \r\n".repeat(300_000);
		return Stream.of(
				upstream("300,000 chunks",
						Script.sends("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", chunks + "2", "{}", "0", "",
								""))
					.passesOn(" ".repeat(300_000) + "{}"),
				upstream("numbers beyond reason", json("{\"a\":[1e999999999,-1e-2147483648,1E+99999999999999999999]}"))
					.passesOn("{\"a\":[1e999999999,-1e-2147483648,1E+99999999999999999999]}"),
				upstream("8,000 header fields",
						Script.sends("HTTP/1.1 200 OK\r\n" + "a:\r\n".repeat(8000) + "Content-Length: 2", "", "{}"))
					.passesOn("{}"),
				upstream("a type with parameters without an end",
						json("{}".getBytes(UTF_8), "Content-Type: application/json;a=\"" + "\\a".repeat(10_000)))
					.when((response) -> {
					}),
				upstream("a message of 4 MB",
						Script.answer("400 No", "application/json", "{\"message\":\"" + "m".repeat(4 << 20) + "\"}"))
					.gives(400, "upstream-rejected"));
	}

	private static Script coded(byte[] bytes) {
		return json(bytes, GZIP);
	}

	private static byte[] oneByOne(byte[] bytes) {
		byte[] all = new byte[0];
		for (byte one : bytes) {
			all = joined(all, gzip(new byte[] { one }));
		}
		return all;
	}

	/** Returns {@code CODED} with those flags and what belongs to them. */
	private static byte[] withHeader(int flags, byte[] fields) {
		byte[] head = Arrays.copyOf(CODED, 10);
		head[3] = (byte) flags;
		return joined(head, fields, Arrays.copyOfRange(CODED, 10, CODED.length));
	}

	private static byte[] header(int flags, boolean right) {
		byte[] fields = ((flags & 4) != 0) ? joined(new byte[] { 3, 0, 1, 2, 3 }, "name\0words\0".getBytes(UTF_8))
				: new byte[0];
		byte[] head = Arrays.copyOf(CODED, 10);
		head[3] = (byte) flags;
		CRC32 checksum = new CRC32();
		checksum.update(head);
		checksum.update(fields);
		long sum = right ? checksum.getValue() : checksum.getValue() + 1;
		return withHeader(flags, joined(fields, new byte[] { (byte) sum, (byte) (sum >> 8) }));
	}

	private static byte[] repeated(byte[] bytes, int times) {
		byte[] all = new byte[bytes.length * times];
		for (int i = 0; i < times; i++) {
			System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
		}
		return all;
	}

	private static byte[] joined(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			try {
				all.write(part);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return all.toByteArray();
	}

}
