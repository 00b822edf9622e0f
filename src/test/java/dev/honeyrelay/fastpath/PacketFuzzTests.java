package dev.honeyrelay.fastpath;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.honeyrelay.fastpath.RandomPackets.Packet;
import dev.honeyrelay.harness.Fuzz;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static dev.honeyrelay.fastpath.FastPathRelay.BEARER;
import static dev.honeyrelay.fastpath.FastPathRelay.STILL;
import static dev.honeyrelay.fastpath.FastPathRelay.TARGETS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a caller sends, in whatever packets, is answered alike with the fast path and
 * without it.
 */
class PacketFuzzTests {

	private static final int MOMENT = 250;

	private static final int PATIENCE = 20_000;

	private static RunningRelay fast;

	private static RunningRelay plain;

	private static List<String> tags;

	@BeforeAll
	static void start() {
		RawUpstream upstream = RawUpstream.start();
		fast = FastPathRelay.startBefore(upstream, STILL.split(" "));
		plain = FastPathRelay.startBefore(upstream, (STILL + " --relay.fast-path.enabled=false").split(" "));
		String tag = FastPathRelay.get(fast, TARGETS.getFirst(), BEARER).value("ETag");
		tags = List.of(tag, tag.replaceFirst("\"$", "-gzip\""));
	}

	@AfterAll
	static void stop() {
		fast.close();
		plain.close();
	}

	@Test
	void everySequenceIsAnsweredAlike() {
		LogWatch log = LogWatch.anew();
		double before = FastPathRelay.answersAhead(fast);

		Fuzz.run((random) -> {
			RandomPackets sent = RandomPackets.of(tags, random);
			List<String> expected = answers(plain, sent);
			List<String> given = answers(fast, sent);
			if (sent.timed()) {
				int most = Math.min(expected.size(), given.size());
				expected = withoutConnection(expected.subList(0, most));
				given = withoutConnection(given.subList(0, most));
			}
			assertThat(given).as("%s", sent.packets()).isEqualTo(expected);
			assertThat(log.alarms()).as("%s", sent.packets()).isEmpty();
		});

		assertThat(FastPathRelay.answersAhead(fast)).isGreaterThan(before);
		assertThat(fast.get("/livez").status()).isEqualTo(plain.get("/livez").status());
	}

	private static List<String> answers(RunningRelay relay, RandomPackets sent) throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(MOMENT);
			InputStream in = socket.getInputStream();
			for (Packet packet : sent.packets()) {
				try {
					socket.getOutputStream().write(packet.bytes().getBytes(ISO_8859_1));
				}
				catch (SocketException ex) {
					break; // it has hung up
				}
				if (packet.awaited()) {
					readSome(in, received, 20, socket);
				}
			}
			if (!readToEnd(in, received)) {
				socket.setSoTimeout(PATIENCE);
				socket.shutdownOutput();
				assertThat(readToEnd(in, received)).as("end of %s", sent.packets()).isTrue();
			}
		}
		return PlainAnswers.in(received.toString(ISO_8859_1));
	}

	private static void readSome(InputStream in, ByteArrayOutputStream received, int millis, Socket socket)
			throws IOException {
		socket.setSoTimeout(millis);
		try {
			byte[] bytes = new byte[16_384];
			int length = in.read(bytes);
			received.write(bytes, 0, Math.max(0, length));
		}
		catch (SocketTimeoutException | SocketException ex) {
			// there is no answer yet, or never
		}
		finally {
			socket.setSoTimeout(MOMENT);
		}
	}

	// Returns whether the end was reached.
	private static boolean readToEnd(InputStream in, ByteArrayOutputStream received) throws IOException {
		byte[] bytes = new byte[16_384];
		try {
			for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
				received.write(bytes, 0, length);
			}
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (SocketException ex) {
			return true;
		}
	}

	private static List<String> withoutConnection(List<String> answers) {
		List<String> rest = new ArrayList<>();
		for (String answer : answers) {
			rest.add(String.join("\n",
					Arrays.stream(answer.split("\n")).filter((line) -> !line.startsWith("Connection:")).toList()));
		}
		return rest;
	}

}
