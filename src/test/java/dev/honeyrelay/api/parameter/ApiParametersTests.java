package dev.honeyrelay.api.parameter;

import dev.honeyrelay.documents.DescribedRelay;
import dev.honeyrelay.documents.DescribedOperation;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.run.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code /openapi.json} says of parameters is what the running relay takes, and what
 * it does not say is refused.
 */
class ApiParametersTests {

	@ParameterizedTest
	@MethodSource("reads")
	void everyParameterIsTakenWithItsExampleAndItsValues(DescribedOperation read) {
		for (JsonNode parameter : read.parameters("query")) {
			Stream<String> values = parameter.at("/schema/enum").isArray()
					? parameter.at("/schema/enum").valueStream().map(JsonNode::asString)
					: Stream.of(DescribedOperation.example(parameter));
			values.forEach((value) -> accepted(read, parameter, value));
		}
	}

	@ParameterizedTest
	@MethodSource("reads")
	void everyBoundIsTheBoundThatHolds(DescribedOperation read) {
		for (JsonNode parameter : read.parameters("query")) {
			JsonNode schema = read.resolved(parameter.get("schema"));
			if (schema.has("enum")) {
				refused(read, parameter, "another");
			}
			if (schema.has("maximum")) {
				accepted(read, parameter, schema.get("minimum").asString());
				accepted(read, parameter, schema.get("maximum").asString());
				refused(read, parameter, Long.toString(schema.get("minimum").asLong() - 1));
				refused(read, parameter, Long.toString(schema.get("maximum").asLong() + 1));
			}
			if (schema.has("maxLength")) {
				accepted(read, parameter, "x".repeat(schema.get("maxLength").asInt()));
				refused(read, parameter, "x".repeat(schema.get("maxLength").asInt() + 1));
			}
			if (schema.has("pattern")) {
				refused(read, parameter, "../x");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("reads")
	void whatIsNotDescribedIsRefused(DescribedOperation read) {
		Set<String> others = Stream.of(RecognisedParameter.values())
			.map(RecognisedParameter::wireName)
			.collect(Collectors.toCollection(TreeSet::new));
		others.addAll(Set.of("nonsense", "run_id_1", "run_id_2"));
		others.removeIf((name) -> read.queryNames().contains(name) || read.queryNames().contains(name + "[]"));

		for (String name : others) {
			assertThat(DescribedRelay.ask(read.targetWith(name + "=1")).status()).as(read + "?" + name).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@MethodSource("reads")
	void whatIsNotARunIsNoRun(DescribedOperation read) {
		for (JsonNode variable : read.parameters("path")) {
			boolean run = DescribedOperation.name(variable).contains("run_id");
			String target = read.path()
				.replace('{' + DescribedOperation.name(variable) + '}', run ? ".x" : "elsewhere");
			for (JsonNode other : read.parameters("path")) {
				target = target.replace('{' + DescribedOperation.name(other) + '}', DescribedOperation.example(other));
			}

			assertThat(DescribedRelay.ask(target).status()).as(target).isEqualTo(run ? 400 : 403);
		}
	}

	@ParameterizedTest
	@MethodSource("reads")
	void headerFieldsMatterAsDescribed(DescribedOperation read) {
		assertThat(read.parameters("header")
			.stream()
			.map(DescribedOperation::name)
			.filter((name) -> !name.equals("Prefer")))
			.containsExactlyInAnyOrder("Relay-Project", "If-None-Match", "Accept-Encoding", "X-Request-Id");
		assertThat(DescribedRelay.ask(read.target(), "Prefer: wait=0, still=0").value("Preference-Applied") != null)
			.as("Prefer")
			.isEqualTo(read.parameters("header").stream().map(DescribedOperation::name).anyMatch("Prefer"::equals));

		// Two names of which one is in the path contradict each other.
		int contradiction = read.path().contains("{project_id}") ? 400 : 403;
		assertThat(DescribedRelay.ask(read.target(), "Relay-Project: elsewhere").status()).isEqualTo(contradiction);
		assertThat(DescribedRelay.ask(read.target(), "Relay-Project: default").status()).isEqualTo(200);
		assertThat(DescribedRelay.ask(read.target(), "X-Request-Id: dashboard-17").value("X-Request-Id"))
			.isEqualTo("dashboard-17");
	}

	@ParameterizedTest
	@EnumSource
	void everyOperationIsDescribedWithItsParameters(Operation operation) {
		Set<String> own = RecognisedParameter.of(operation)
			.stream()
			.map((parameter) -> parameter.wireName() + (parameter.isList() ? "[]" : ""))
			.collect(Collectors.toCollection(TreeSet::new));
		own.addAll(Set.of("project", "project_id"));

		assertThat(DescribedRelay.get(canonical(operation)).queryNames()).isEqualTo(own);
	}

	static Stream<DescribedOperation> reads() {
		return DescribedRelay.reads().stream();
	}

	private static void accepted(DescribedOperation read, JsonNode parameter, String value) {
		assertThat(status(read, parameter, value)).as(read + " with " + parameter.get("name") + '=' + value)
			.isEqualTo(200);
	}

	private static void refused(DescribedOperation read, JsonNode parameter, String value) {
		assertThat(status(read, parameter, value)).as(read + " with " + parameter.get("name") + '=' + value)
			.isEqualTo(400);
	}

	private static int status(DescribedOperation read, JsonNode parameter, String value) {
		String target = read.target();
		String given = DescribedOperation.query(parameter, value);
		String replaced = target.replaceAll(
				"(?<=[?&])" + DescribedOperation.name(parameter).replace("[]", "\\[]") + "=[^&]*",
				given.replace("$", "\\$"));
		return DescribedRelay
			.ask(replaced.equals(target) && !target.contains(given) ? read.targetWith(given) : replaced)
			.status();
	}

	private static String canonical(Operation operation) {
		return switch (operation) {
			case RUN -> "/v1/runs/{run_id}";
			case RESULT -> "/v1/runs/{run_id}/result";
			case METRICS -> "/v1/runs/{run_id}/metrics";
			case COMPARISON -> "/v1/runs/{new_run_id}/compare-with/{old_run_id}";
			case COMPARISON_EVENTS -> "/v1/runs/{new_run_id}/compare/{old_run_id}/events";
			case RUN_LIST -> "/v1/runs";
			case RUN_SCHEMA -> "/v1/runs/{run_id}/schema";
			case RUNS_SCHEMA -> "/v1/runs/schema";
			case EVENTS_SCHEMA -> "/v1/events/schema";
		};
	}

}
