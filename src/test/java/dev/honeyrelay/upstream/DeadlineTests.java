package dev.honeyrelay.upstream;

import java.time.Duration;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.Case.upstream;
import static dev.honeyrelay.harness.Script.sends;

/**
 * HoneyHive takes its time: the deadline is total, whatever trickles in meanwhile. Here
 * it is one second, and each of these would go on for much longer than a test may take.
 */
@Timeout(60)
class DeadlineTests {

	private static final Duration PAUSE = Duration.ofMillis(50);

	@ParameterizedTest(name = "{0}")
	@MethodSource("slow")
	void noCallerWaitsBeyondTheDeadline(Case situation) throws Exception {
		Stage.hurried().play(situation.gives(504, "upstream-timeout").dropsUpstream());
	}

	static Stream<Case> slow() {
		String drops = "y".repeat(1000);
		return Stream.of(upstream("never answers", Script.hangs()),
				upstream("stops in the header", sends("HTTP/1.1 200 OK", "Content-Le").thenHangs()),
				upstream("drips the header", sends("HTTP/1.1 200 OK", "X: ").thenDrips(drops, PAUSE)),
				upstream("drips the body",
						sends("HTTP/1.1 200 OK", "Content-Length: 9999", "", "{\"x\":\"").thenDrips(drops, PAUSE)),
				upstream("drips interim responses",
						sends("").thenDrips("HTTP/1.1 100 Continue\r\n\r\n".repeat(50), PAUSE)));
	}

}
