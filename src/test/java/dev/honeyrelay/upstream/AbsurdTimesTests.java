package dev.honeyrelay.upstream;

import java.nio.charset.StandardCharsets;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HoneyHive's times may be anything; none of them makes a good answer a bad one.
 */
class AbsurdTimesTests {

	@ParameterizedTest
	@ValueSource(strings = { "-1000000000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z",
			"1969-12-31T23:59:59Z", "soon", "" })
	void anyTimeIsTaken(String time) throws Exception {
		byte[] body = """
				{"status":"completed","run_object":{"status":"completed","created_at":"%s"}}""".formatted(time)
			.getBytes(StandardCharsets.UTF_8);

		Stage.shared().play(Case.upstream(time, Script.json(body, "Date: Thu, 31 Dec 9998 23:59:59 GMT")).stores(body));
	}

}
