package dev.honeyrelay.documents;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.harness.ApiSchemas;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code /openapi.json} is what it claims to be, and describes the paths and problems
 * that there are, no more and no fewer.
 */
class ApiDocumentTests {

	private static final Set<String> PROBES = Set.of("GET /livez", "HEAD /livez", "GET /readyz", "HEAD /readyz");

	private static final JsonMapper JSON = new JsonMapper();

	@Test
	void itIsValidOpenApi() {
		assertThat(ApiSchemas.isOpenApi(DescribedRelay.document())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/info/title", "/paths/~1docs/get/responses", "/components/securitySchemes/basic/scheme",
			"/components/parameters/page/in", "/components/schemas/Problem/required", "/infos" })
	void whatIsSpoiledIsNotValidOpenApi(String pointer) {
		String good = DescribedRelay.document().toString();
		ObjectNode spoiled = (ObjectNode) JSON.readTree(good);
		ObjectNode parent = spoiled.withObject(pointer.replaceAll("/[^/]*$", ""));
		parent.put(pointer.replaceAll(".*/", ""), 1);

		assertThat(ApiSchemas.isOpenApi(spoiled)).isFalse();
	}

	@Test
	void everyReferenceLeadsSomewhere() {
		assertThat(references(DescribedRelay.document())).isNotEmpty()
			.allSatisfy((reference) -> assertThat(DescribedRelay.document().at(reference.substring(1)).isMissingNode())
				.as(reference)
				.isFalse());
	}

	@Test
	void everyComponentIsOfUse() {
		Set<String> used = references(DescribedRelay.document()).collect(Collectors.toSet());

		Set<String> there = new TreeSet<>();
		DescribedRelay.document().get("components").properties().forEach((kind) -> {
			if (!kind.getKey().equals("securitySchemes")) {
				kind.getValue()
					.propertyNames()
					.forEach((name) -> there.add("#/components/" + kind.getKey() + '/' + name));
			}
		});
		assertThat(there).isSubsetOf(used);
	}

	@Test
	void everyRouteIsDescribedAndNoOther() {
		Set<String> routes = DescribedRelay.relay()
			.component(RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()
			.stream()
			.flatMap(ApiDocumentTests::routes)
			.collect(Collectors.toCollection(TreeSet::new));
		routes.addAll(PROBES);

		assertThat(
				DescribedRelay.operations().stream().map((operation) -> operation.method() + ' ' + operation.shape()))
			.containsExactlyInAnyOrderElementsOf(routes);
	}

	@Test
	void whatNeedsNoCredentialSaysSo() {
		for (DescribedOperation operation : DescribedRelay.operations()) {
			boolean open = operation.node().path("security").isArray();
			String bare = RunningRelay.bare(operation.method(), operation.target());

			assertThat(DescribedRelay.relay().send(bare).status() == 401).as(operation.toString()).isNotEqualTo(open);
		}
	}

	@Test
	void namesAreUniqueAndTagsAreExplained() {
		List<String> ids = nodes("operationId").toList();
		Set<String> explained = DescribedRelay.document()
			.get("tags")
			.valueStream()
			.map((tag) -> tag.get("name").asString())
			.collect(Collectors.toSet());

		assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
		assertThat(DescribedRelay.operations().stream().map((operation) -> operation.node().at("/tags/0").asString()))
			.containsAll(explained)
			.allSatisfy((tag) -> assertThat(explained).contains(tag));
	}

	@Test
	void everyProblemIsDescribedWithItsStatusAndNoOther() {
		Set<String> described = DescribedRelay.document()
			.at("/components/responses")
			.valueStream()
			.flatMap((response) -> response.at("/content/application~1problem+json/schema/oneOf").valueStream())
			.map((problem) -> problem.at("/properties/type/pattern").asString().replace("$", "") + ' '
					+ problem.at("/properties/status/const").asInt())
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(described).containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values())
			.map((type) -> "/problems/" + type.slug() + ' ' + type.status())
			.toList());
	}

	@Test
	void aProblemIsListedUnderItsOwnStatus() {
		for (DescribedOperation operation : DescribedRelay.operations()) {
			operation.node().get("responses").properties().forEach((entry) -> {
				JsonNode problems = operation.resolved(entry.getValue())
					.at("/content/application~1problem+json/schema/oneOf");
				if (!entry.getKey().equals("default")) {
					problems.forEach((problem) -> assertThat(problem.at("/properties/status/const").asString())
						.isEqualTo(entry.getKey()));
				}
			});
		}
	}

	private static Stream<String> routes(RequestMappingInfo info) {
		Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
		Stream<String> names = methods.stream()
			.flatMap((method) -> HttpMethod.GET.matches(method.name()) ? Stream.of("GET", "HEAD")
					: Stream.of(method.name()));
		return names.flatMap((name) -> info.getPatternValues()
			.stream()
			.map((pattern) -> name + ' ' + pattern.replaceAll("\\{[^}]*}", "{}")));
	}

	private static Stream<String> references(JsonNode node) {
		Stream<String> here = node.path("$ref").isString() ? Stream.of(node.get("$ref").asString()) : Stream.empty();
		return Stream.concat(here, node.valueStream().flatMap(ApiDocumentTests::references));
	}

	private static Stream<String> nodes(String member) {
		Function<DescribedOperation, JsonNode> value = (operation) -> operation.node().path(member);
		return DescribedRelay.operations().stream().map(value).filter(JsonNode::isString).map(JsonNode::asString);
	}

}
