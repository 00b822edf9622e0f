package dev.honeyrelay.documents;

import java.util.List;

import dev.honeyrelay.StandIn;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The relay in front of the stand-in for HoneyHive, and what it says of itself in
 * {@code /openapi.json}. Started once.
 */
public final class DescribedRelay {

	private static final JsonMapper JSON = new JsonMapper();

	private static final RunningRelay RELAY = RunningRelay.start(StandIn.start(0).baseUrl(),
			"--relay.upstream.deadline=2s", "--relay.upstream.retry.max-attempts=1",
			"--relay.upstream.circuit.enabled=false");

	private static final JsonNode DOCUMENT = JSON
		.readTree(RELAY.send(RunningRelay.bare("GET", "/openapi.json")).text());

	private DescribedRelay() {
	}

	public static RunningRelay relay() {
		return RELAY;
	}

	/** Returns the description as the relay serves it. */
	static JsonNode document() {
		return DOCUMENT;
	}

	/** Returns all operations that are described. */
	public static List<DescribedOperation> operations() {
		return DescribedOperation.in(DOCUMENT);
	}

	/** Returns the operations that read HoneyHive's answers with GET. */
	public static List<DescribedOperation> reads() {
		return operations().stream()
			.filter((operation) -> operation.isRead() && operation.method().equals("GET"))
			.toList();
	}

	/** Returns the one at {@code path}. */
	public static DescribedOperation get(String path) {
		return operations().stream()
			.filter((operation) -> operation.path().equals(path) && operation.method().equals("GET"))
			.findFirst()
			.orElseThrow();
	}

	/** Gets {@code target} with the token. */
	public static RawResponse ask(String target, String... headers) {
		return RELAY.get(target, headers);
	}

}
