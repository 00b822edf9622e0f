package dev.honeyrelay.fastpath;

import dev.honeyrelay.harness.RunningRelay;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.jetty.JettyWebServer;

import static dev.honeyrelay.fastpath.FastPathRelay.BEARER;
import static dev.honeyrelay.fastpath.FastPathRelay.TARGETS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection learns when bytes come in portions that nobody can arrange on a wire.
 */
class CachedAnswerConnectionTests {

	private static final String POLL = RunningRelay.bare("GET", TARGETS.getFirst(), BEARER);

	private static final String NEXT = RunningRelay.bare("GET", TARGETS.get(1), BEARER, "X-Next: a");

	private static RunningRelay relay;

	@BeforeAll
	static void start() {
		relay = FastPathRelay.start();
	}

	@AfterAll
	static void stop() {
		relay.close();
	}

	@Test
	void aHeadIsLearntWithWhatItSays() {
		String alone = RunningRelay.bare("GET", TARGETS.getFirst(), BEARER, "X-Alone: a");
		receive(alone);

		ParsedHead learnt = readingOf(alone);
		assertThat(learnt).isNotNull();
		assertThat(learnt.target().operation().label()).isEqualTo("result");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5", "Transfer-Encoding: chunked" })
	void whatFollowsABodySaysNothingOfTheHeadBeforeIt(String framing) {
		String body = framing.endsWith("5") ? "hello" : "5\r\nhello\r\n0\r\n\r\n";
		String head = RunningRelay.bare("GET", TARGETS.getFirst(), BEARER, framing);
		assertThat(receive(head, body + NEXT)).contains("200 OK").doesNotContain("HTTP/1.1 400");

		assertThat(readingOf(head)).isNull();
		assertThat(readingOf(NEXT)).isNull();
	}

	@Test
	void whatComesTogetherIsNotLearnt() {
		assertThat(readingOf(POLL)).isNull();
		assertThat(receive(POLL + NEXT)).contains("200 OK");

		assertThat(readingOf(POLL + NEXT)).isNull();
		assertThat(readingOf(POLL)).isNull();
		assertThat(readingOf(NEXT)).isNull();
	}

	// Gives one portion at each look, and returns all that is sent back.
	private static String receive(String... portions) {
		Connector connector = ((JettyWebServer) relay.server()).getServer().getConnectors()[0];
		ByteArrayEndPoint endPoint = new ByteArrayEndPoint(new ScheduledExecutorScheduler(), 0, BufferUtil.EMPTY_BUFFER,
				1024, true);
		for (String portion : portions) {
			endPoint.addInput(BufferUtil.toBuffer(portion, ISO_8859_1));
		}
		Connection connection = connector.getConnectionFactory(HttpConnectionFactory.class)
			.newConnection(connector, endPoint);
		endPoint.setConnection(connection);
		((CachedAnswerConnection) connection).onFillable();
		return endPoint.takeOutputString(ISO_8859_1);
	}

	private static ParsedHead readingOf(String head) {
		return relay.component(HeadCache.class).headOf(RequestHeadDigest.of(head.getBytes(ISO_8859_1)));
	}

}
