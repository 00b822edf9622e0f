package dev.honeyrelay.api;

import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static dev.honeyrelay.harness.RunningRelay.request;

/**
 * Where several things are wrong, the first in the contract's order is told: malformed,
 * credential, path and method, project, parameters and {@code Accept}.
 */
class RefusalOrderTests {

	private static final String RESULT = "/v1/runs/{run}/result";

	private static final String ELSEWHERE = "Relay-Project: elsewhere";

	private static final String IMAGE = "Accept: image/png";

	@ParameterizedTest(name = "{0}")
	@MethodSource("doubtful")
	void theFirstFaultInTheContractsOrderIsTold(Case situation) throws Exception {
		Stage.shared().play(situation);
	}

	static Stream<Case> doubtful() {
		return Stream.of(
				Case.caller("malformed, no token", "GET / HTTP/1.1\r\n\r\n").gives(400, "invalid-request").hangsUp(),
				Case.caller("no token, no path", bare("GET", "/nothing")).gives(401, "unauthenticated"),
				Case.caller("no token, bad run id", bare("GET", "/v1/runs/.x/result")).gives(401, "unauthenticated"),
				Case.caller("no token, method", bare("DELETE", RESULT)).gives(401, "unauthenticated"),
				Case.caller("no token, OPTIONS", bare("OPTIONS", RESULT)).gives(401, "unauthenticated"),
				Case.caller("no token, TRACE", bare("TRACE", RESULT)).gives(401, "unauthenticated"),
				Case.caller("no token, project", bare("GET", RESULT, ELSEWHERE)).gives(401, "unauthenticated"),
				Case.caller("no token, parameter", bare("GET", RESULT + "?x=1")).gives(401, "unauthenticated"),
				Case.get("/nothing", ELSEWHERE).gives(404, "not-found"),
				Case.get("/nothing?x=1", IMAGE).gives(404, "not-found"),
				Case.caller("method, project", request("PUT", RESULT, ELSEWHERE)).gives(405, "method-not-allowed"),
				Case.caller("method, parameter", request("PUT", RESULT + "?x=1")).gives(405, "method-not-allowed"),
				Case.caller("method, bad run id", request("PUT", "/v1/runs/.x/result"))
					.gives(405, "method-not-allowed"),
				Case.get(RESULT, ELSEWHERE).gives(403, "forbidden"),
				Case.get(RESULT + "?x=1", ELSEWHERE).gives(403, "forbidden"),
				Case.get(RESULT, ELSEWHERE, IMAGE).gives(403, "forbidden"),
				Case.get(RESULT, "Relay-Project:").gives(403, "forbidden"),
				Case.get(RESULT, "Relay-Project: Default").gives(403, "forbidden"),
				Case.get(RESULT, "Relay-Project: default", "Relay-Project: default").gives(400, "invalid-request"),
				Case.get(RESULT, "Relay-Project: ../x").gives(403, "forbidden"),
				Case.get(RESULT + "?x=1", IMAGE).gives(400, "invalid-request"),
				Case.get(RESULT, IMAGE).gives(406, "not-acceptable"),
				Case.get(RESULT, IMAGE, "If-None-Match: *").gives(406, "not-acceptable"),
				Case.get(RESULT, "Relay-Project: default").isGood());
	}

}
