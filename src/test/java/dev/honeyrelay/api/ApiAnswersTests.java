package dev.honeyrelay.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.documents.DescribedOperation;
import dev.honeyrelay.documents.DescribedRelay;
import dev.honeyrelay.harness.ApiSchemas;
import dev.honeyrelay.harness.Fixtures;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.States;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code /openapi.json} says of answers is what comes over the wire: statuses,
 * types, bodies and every header field.
 */
class ApiAnswersTests {

	// How HTTP itself carries an answer.
	private static final Set<String> CARRIAGE = Set.of("date", "content-type", "content-length", "connection",
			"transfer-encoding");

	private static final JsonMapper JSON = new JsonMapper();

	@ParameterizedTest
	@MethodSource("gets")
	void everyGetAnswersAsDescribed(DescribedOperation get) {
		Set<String> seen = new TreeSet<>();
		for (RawResponse answer : new RawResponse[] { DescribedRelay.ask(get.target()),
				DescribedRelay.ask(get.target(), "Accept-Encoding: gzip"),
				DescribedRelay.ask(get.target(), "Prefer: wait=0, still=0"),
				DescribedRelay.ask(get.target(), "Accept: text/html, application/json") }) {
			assertThat(answer.status()).isEqualTo(200);
			seen.addAll(checkHead(get, answer));
			assertThat(DescribedOperation.types(get.response(200)))
				.contains(answer.value("Content-Type").replaceAll(";.*", ""));
		}
		Set<String> described = new TreeSet<>(get.headers(get.response(200)).keySet());
		if (!isKept(get)) {
			described.remove("age");
		}
		if (!isKept(get) || get.path().contains("/trend")) {
			described.remove("relay-unchanged-for");
		}
		if (get.parameters("header").stream().map(DescribedOperation::name).noneMatch("Prefer"::equals)) {
			described.remove("preference-applied");
		}
		assertThat(seen).isEqualTo(described);
	}

	@ParameterizedTest
	@MethodSource("gets")
	void whoAsksForADescribedTypeGetsItUnlessThePathDecides(DescribedOperation get) {
		List<String> types = DescribedOperation.types(get.response(200)).toList();

		assertThat(types).isNotEmpty().allSatisfy((type) -> {
			RawResponse answer = DescribedRelay.ask(get.target(), "Accept: " + type);
			assertThat(answer.status()).isEqualTo(200);
			String answered = answer.value("Content-Type").replaceAll(";.*", "");
			assertThat(answered).isEqualTo(get.path().endsWith(".{format}") ? types.getFirst() : type);
		});
	}

	@ParameterizedTest
	@MethodSource("gets")
	void whoHasTheAnswerGetsA304AsDescribed(DescribedOperation get) {
		RawResponse answer = DescribedRelay.ask(get.target(), "If-None-Match: *");

		assertThat(answer.status() == 304).isEqualTo(get.node().get("responses").has("304"));
		if (answer.status() == 304) {
			checkHead(get, answer);
			assertThat(answer.body()).isEmpty();
			assertThat(answer.names()).doesNotContain("content-type", "content-length", "content-encoding");
		}
	}

	@ParameterizedTest
	@MethodSource("heads")
	void everyHeadAnswersLikeItsGet(DescribedOperation head) {
		RawResponse answer = DescribedRelay.relay().send("HEAD", head.target());
		RawResponse get = DescribedRelay.ask(head.target());

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.values("ETag")).isEqualTo(get.values("ETag"));
		assertThat(answer.value("Content-Type")).isEqualTo(get.value("Content-Type"));
	}

	@ParameterizedTest
	@MethodSource("gets")
	void everyRefusalIsDescribed(DescribedOperation get) {
		for (RawResponse refusal : new RawResponse[] { DescribedRelay.relay().send("PUT", get.target()),
				DescribedRelay.relay().send(bare("GET", get.target(), "Authorization: Bearer wrong")),
				DescribedRelay.ask(get.target(), "Relay-Project: elsewhere"),
				DescribedRelay.ask(get.target(), "Accept: image/png"), DescribedRelay.ask(get.targetWith("nonsense=1")),
				DescribedRelay.ask(get.target(), "X-Much: " + "x".repeat(40_000)),
				DescribedRelay.ask(get.targetWith("x=" + "x".repeat(40_000))) }) {
			if (refusal.status() != 200) {
				checkProblem(get, refusal);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "no-such-run, 404", "error-500, 502", "error-html, 502", "error-broken, 502", "error-slow, 504",
			"error-429, 503" })
	void everyFailureOfHoneyHivesIsDescribed(String run, int status) {
		DescribedOperation result = DescribedRelay.get("/v1/runs/{run_id}/result");
		RunningRelay relay = DescribedRelay.relay();

		RawResponse failure = relay.get("/v1/runs/" + run + "/result");

		assertThat(failure.status()).isEqualTo(status);
		checkProblem(result, failure);
		States.await(() -> relay.get("/v1/runs").status() != 503);
	}

	@Test
	void aCallersLimitIsDescribed() {
		DescribedOperation result = DescribedRelay.get("/v1/runs/{run_id}/result");
		try (RunningRelay relay = RunningRelay.start("http://127.0.0.1:9", "--relay.limits.requests-per-minute=1")) {
			relay.get(result.target());

			RawResponse refusal = relay.get(result.target());

			assertThat(refusal.status()).isEqualTo(429);
			checkProblem(result, refusal);
		}
	}

	@Test
	void aPurgeIsDescribed() {
		DescribedOperation purge = DescribedRelay.operations()
			.stream()
			.filter((operation) -> operation.method().equals("DELETE"))
			.findFirst()
			.orElseThrow();

		assertThat(purge.node().get("responses").has("204")).isTrue();
		checkProblem(purge, DescribedRelay.relay().send("DELETE", purge.target()));
		checkProblem(purge, DescribedRelay.relay().send("GET", purge.target()));
	}

	@ParameterizedTest
	@CsvSource({ "result_.*, Result", "compare(?!_events).*, Comparison", "compare_events|metrics.*, Events",
			"run|run_.*, Run", "runs_list, RunList", "runs_schema, EventSchema" })
	void whatHoneyHiveAnswersHasTheMembersThatAreDescribed(String files, String schema) {
		Set<String> members = new TreeSet<>();
		for (String file : Fixtures.all()) {
			if (file.replaceAll(".*/|\\.json$", "").matches(files)) {
				JsonNode answer = JSON.readTree(Fixtures.bytes(file));
				ApiSchemas.check("/schemas/" + schema, answer);
				members.addAll(answer.propertyNames());
			}
		}
		assertThat(ApiSchemas.component("/schemas/" + schema + "/properties").propertyNames())
			.containsExactlyInAnyOrderElementsOf(members);
	}

	static Stream<DescribedOperation> gets() {
		return DescribedRelay.operations().stream().filter((operation) -> operation.method().equals("GET"));
	}

	static Stream<DescribedOperation> heads() {
		return DescribedRelay.operations().stream().filter((operation) -> operation.method().equals("HEAD"));
	}

	// The others are never settled, so they never come from the store and have no age.
	private static boolean isKept(DescribedOperation get) {
		return !get.path()
			.matches(".*/(runs|runs.\\{format}|runs/schema|events/schema|views|views/projects/\\{project_id})");
	}

	private static void checkProblem(DescribedOperation operation, RawResponse refusal) {
		JsonNode described = operation.response(refusal.status());
		assertThat(refusal.value("Content-Type")).isEqualTo("application/problem+json");
		assertThat(DescribedOperation.types(described)).contains("application/problem+json");
		checkHead(operation, refusal);
		JsonNode body = JSON.readTree(refusal.body());
		assertThat(described.at("/content/application~1problem+json/schema/oneOf").valueStream())
			.as(operation + " with " + body)
			.anyMatch((problem) -> isType(problem, body.get("type").asString())
					&& problem.at("/properties/status/const").equals(body.get("status")));
	}

	// Where the address of the page begins is up to the context path.
	private static boolean isType(JsonNode problem, String type) {
		String pattern = problem.at("/properties/type/pattern").asString();
		return pattern.endsWith("$") && Pattern.compile(pattern).matcher(type).find();
	}

	/** Returns the names of what was found, all of it described. */
	private static Set<String> checkHead(DescribedOperation operation, RawResponse answer) {
		Map<String, JsonNode> described = new HashMap<>(operation.headers(operation.response(answer.status())));
		Set<String> seen = answer.names()
			.stream()
			.filter((name) -> !CARRIAGE.contains(name))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(described.keySet()).as("described of " + operation + ' ' + answer.status()).containsAll(seen);
		described.forEach((name, field) -> {
			if (field.path("required").asBoolean(false)) {
				assertThat(seen).as(operation + " " + answer.status()).contains(name);
			}
		});
		seen.forEach(
				(name) -> answer.values(name).forEach((value) -> fits(name, described.get(name).get("schema"), value)));
		return seen;
	}

	private static void fits(String name, JsonNode schema, String value) {
		if (schema.has("pattern")) {
			assertThat(value).as(name).containsPattern(schema.get("pattern").asString());
		}
		if (schema.has("const")) {
			assertThat(value).as(name).isEqualTo(schema.get("const").asString());
		}
		if (schema.has("enum")) {
			assertThat(schema.get("enum").valueStream().map(JsonNode::asString)).as(name).contains(value);
		}
	}

}
