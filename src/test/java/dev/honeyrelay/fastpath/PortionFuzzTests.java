package dev.honeyrelay.fastpath;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.fastpath.RandomPackets.Packet;
import dev.honeyrelay.harness.Fuzz;
import dev.honeyrelay.harness.RunningRelay;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.jetty.JettyWebServer;

import static dev.honeyrelay.fastpath.FastPathRelay.BEARER;
import static dev.honeyrelay.fastpath.FastPathRelay.TARGETS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * In whatever portions bytes come, what is learnt of some of them is what the container
 * reads of these very bytes when they come alone.
 */
class PortionFuzzTests {

	private static final int MOMENT = 10;

	private static final int PATIENCE = 10_000;

	private static final Scheduler SCHEDULER = new ScheduledExecutorScheduler();

	private static RunningRelay learning;

	private static RunningRelay reading;

	private static List<String> tags;

	private int learnt;

	@BeforeAll
	static void start() throws Exception {
		SCHEDULER.start();
		learning = FastPathRelay.start();
		reading = FastPathRelay.start();
		String tag = FastPathRelay.get(learning, TARGETS.getFirst(), BEARER).value("ETag");
		tags = List.of(tag, tag.replaceFirst("\"$", "-gzip\""));
	}

	@AfterAll
	static void stop() throws Exception {
		learning.close();
		reading.close();
		SCHEDULER.stop();
	}

	@Test
	void nothingIsLearntThatTheContainerDoesNotRead() {
		Fuzz.run((random) -> {
			RandomPackets sent = RandomPackets.of(tags, random);
			receive(learning, sent.packets(), MOMENT);

			sent.pieces().forEach((piece) -> check(piece, sent));
		});

		assertThat(this.learnt).isGreaterThan(10);
	}

	private void check(String piece, RandomPackets sent) {
		ParsedHead head = headOf(learning, piece);
		if (head == null) {
			return;
		}
		this.learnt++;
		// The first time may be what makes its target known.
		for (int time = 0; time < 3 && headOf(reading, piece) == null; time++) {
			String answers = receive(reading, List.of(new Packet(piece, true)), PATIENCE);
			assertThat(PlainAnswers.in(answers)).as("%s of %s", piece, sent.packets())
				.singleElement()
				.asString()
				.containsAnyOf("HTTP/1.1 200 ", "HTTP/1.1 304 ");
		}
		assertThat(headOf(reading, piece)).as("%s of %s", piece, sent.packets())
			.isNotNull()
			.usingRecursiveComparison()
			.isEqualTo(head);
	}

	// Gives one portion at each look, and returns all that is sent back.
	private static String receive(RunningRelay relay, List<Packet> portions, int patience) {
		Connector connector = ((JettyWebServer) relay.server()).getServer().getConnectors()[0];
		ByteArrayEndPoint endPoint = new ByteArrayEndPoint(SCHEDULER, 0, BufferUtil.EMPTY_BUFFER, 1024, true);
		Connection connection = connector.getConnectionFactory(HttpConnectionFactory.class)
			.newConnection(connector, endPoint);
		endPoint.setConnection(connection);
		endPoint.onOpen();
		connection.onOpen();
		StringBuilder answers = new StringBuilder();
		for (Packet portion : portions) {
			endPoint.addInput(BufferUtil.toBuffer(portion.bytes(), ISO_8859_1));
			if (portion.awaited()) {
				takeAnswers(endPoint, answers, patience);
			}
		}
		takeAnswers(endPoint, answers, patience);
		endPoint.close();
		connection.onClose(null);
		return answers.toString();
	}

	private static void takeAnswers(ByteArrayEndPoint endPoint, StringBuilder answers, int patience) {
		try {
			ByteBuffer taken = endPoint.waitForOutput(answers.isEmpty() ? patience : MOMENT, TimeUnit.MILLISECONDS);
			answers.append((taken != null) ? BufferUtil.toString(taken, ISO_8859_1) : "");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ParsedHead headOf(RunningRelay relay, String piece) {
		RequestHeadDigest digest = RequestHeadDigest.of(piece.getBytes(ISO_8859_1));
		return (digest != null) ? relay.component(HeadCache.class).headOf(digest) : null;
	}

}
