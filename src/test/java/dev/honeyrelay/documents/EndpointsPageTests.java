package dev.honeyrelay.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.problem.ProblemType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/endpoints.md}, which is also the page at {@code /docs}, and
 * {@code /openapi.json} tell the same.
 */
class EndpointsPageTests {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final String[] SECTIONS = { "Paths", "Parameters", "Request headers", "Response headers" };

	@Test
	void itHasTheSamePaths() {
		Set<String> written = codes("Paths", 1, 2).map((path) -> path.replaceAll("\\?.*", ""))
			.filter((path) -> path.startsWith("/v1/"))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(written).containsExactlyInAnyOrderElementsOf(DescribedRelay.reads()
			.stream()
			.map(DescribedOperation::path)
			.filter((path) -> path.startsWith("/v1/") && !path.contains("{project_id}"))
			.toList());
	}

	@Test
	void itHasTheSameParameters() {
		Set<String> described = DescribedRelay.reads()
			.stream()
			.flatMap((read) -> read.queryNames().stream())
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(codes("Parameters", 0)).containsExactlyInAnyOrderElementsOf(described);
	}

	@Test
	void itHasTheSameValues() {
		for (DescribedOperation read : DescribedRelay.reads()) {
			for (JsonNode parameter : read.parameters("query")) {
				String row = row("Parameters", DescribedOperation.name(parameter));
				parameter.at("/schema/enum").forEach((value) -> assertThat(row).contains('`' + value.asString() + '`'));
				if (parameter.at("/schema/maximum").asInt(0) <= 1000 && parameter.at("/schema").has("maximum")) {
					assertThat(row).contains(parameter.at("/schema/maximum").asString());
				}
			}
		}
	}

	@Test
	void itHasTheSameHeaders() {
		DescribedOperation result = DescribedRelay.get("/v1/runs/{run_id}/result");
		Set<String> asked = result.parameters("header")
			.stream()
			.map(DescribedOperation::name)
			.collect(Collectors.toCollection(TreeSet::new));
		// OpenAPI leaves these to other places.
		asked.addAll(Set.of("Accept", "Authorization"));

		assertThat(codes("Request headers", 0)).containsExactlyInAnyOrderElementsOf(asked);
		assertThat(codes("Response headers", 0).filter((name) -> name.matches("[A-Z][A-Za-z-]+")))
			.containsExactlyInAnyOrderElementsOf(
					result.resolved(result.node().at("/responses/200")).get("headers").propertyNames());
	}

	@Test
	void itHasTheSameProblems() {
		assertThat(rows("Problems").map((row) -> row[0] + ' ' + row[1]))
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values())
				.map((type) -> "%d [%s](failures.md#%2$s)".formatted(type.status(), type.slug()))
				.toList());
	}

	@Test
	void itKnowsEveryDetailOfCacheStatus() throws IOException {
		String page = Files.readString(Path.of("docs", "endpoints.md"));
		Set<String> details = Pattern.compile("detail=([a-z-]+)")
			.matcher(Files.readString(Path.of("docs", "caching.md")))
			.results()
			.map((detail) -> detail.group(1))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(details).hasSizeGreaterThan(5)
			.allSatisfy((detail) -> assertThat(page).containsPattern("(detail=|`)" + detail + '`'));
	}

	@Test
	void everySectionIsThere() {
		assertThat(SECTIONS).allSatisfy((section) -> assertThat(rows(section)).isNotEmpty());
	}

	private static Stream<String> codes(String section, int... columns) {
		return rows(section).flatMap((row) -> Arrays.stream(columns).mapToObj((column) -> row[column]))
			.flatMap((cell) -> CODE.matcher(cell).results().map((code) -> code.group(1)));
	}

	private static String row(String section, String name) {
		return rows(section).filter((row) -> row[0].contains('`' + name + '`'))
			.map((row) -> String.join(" ", row))
			.findFirst()
			.orElseThrow();
	}

	private static Stream<String[]> rows(String section) {
		String text = Documents.read("endpoints.md");
		String part = text.substring(text.indexOf("\n## " + section + '\n') + 1);
		return part.substring(0, part.indexOf("\n## ") < 0 ? part.length() : part.indexOf("\n## "))
			.lines()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| ---"))
			.skip(1)
			.map((line) -> line.substring(2).split(" ?\\|( |$)", -1));
	}

}
