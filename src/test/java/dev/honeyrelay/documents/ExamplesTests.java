package dev.honeyrelay.documents;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Fixtures;
import dev.honeyrelay.harness.RawResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples that need a tool which is not at hand find what they look for in the
 * relay's answers, and so does the README's trend. The others are run by
 * {@code .ci/examples}.
 */
class ExamplesTests {

	private static final Path PAGE = Path.of("docs", "examples.md");

	private static final JsonMapper JSON = new JsonMapper();

	@ParameterizedTest
	@MethodSource("targets")
	void aPanelsQueryFindsItsRowsAndColumns(JsonNode target) {
		RawResponse answer = Fixtures.relay().get(target.get("url").asString());

		assertThat(answer.status()).isEqualTo(200);
		String selector = target.get("root_selector").asString();
		String root = selector.isEmpty() ? "" : '/' + selector.replace('.', '/');
		JsonNode rows = JSON.readTree(answer.body()).at(root);
		assertThat(rows.isArray()).as("rows at " + root).isTrue();
		assertThat(rows).isNotEmpty();
		for (JsonNode row : rows) {
			for (JsonNode column : target.get("columns")) {
				JsonNode value = row.path(column.get("selector").asString());
				boolean number = column.get("type").asString().equals("number");
				assertThat(number ? value.isNumber() : value.isString()).as("%s in %s", column, row).isTrue();
			}
		}
	}

	@Test
	void aPanelAsksTheDataSourceThatIsDescribed() {
		Map<?, ?> source = (Map<?, ?>) ((List<?>) provisioning().get("datasources")).getFirst();
		JsonNode expected = JSON
			.valueToTree(Map.of("type", String.valueOf(source.get("type")), "uid", String.valueOf(source.get("uid"))));

		assertThat(panel().get("datasource")).isEqualTo(expected);
		assertThat(targets()).isNotEmpty()
			.allSatisfy((target) -> assertThat(target.get("datasource")).isEqualTo(expected));
	}

	@Test
	void theTokenIsWherePanelsCannotReadIt() {
		Map<?, ?> source = (Map<?, ?>) ((List<?>) provisioning().get("datasources")).getFirst();

		assertThat(((Map<?, ?>) source.get("secureJsonData")).get("bearerToken")).isEqualTo("$RELAY_TOKEN");
		assertThat(panel().toString() + source.get("jsonData")).doesNotContainIgnoringCase("$RELAY_TOKEN");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ETag: \"a-b\"\r", "etag: \"a-b\"\r", "etag: W/\"a-b\"\r", "ETAG:\"a-b\"" })
	void theTagIsFoundHoweverAServerInFrontWritesIt(String line) throws Exception {
		String block = MarkdownFiles.blocks(PAGE, "sh")
			.stream()
			.filter((lines) -> lines.contains("TAG="))
			.findAny()
			.get();
		Matcher script = Pattern.compile("sed -n '([^']+)'").matcher(block);
		assertThat(script.find()).isTrue();
		Process sed = new ProcessBuilder("sed", "-n", script.group(1)).start();
		try (OutputStream in = sed.getOutputStream()) {
			in.write(("HTTP/2 200\r\n" + line + "\nvary: Accept-Encoding\r\n").getBytes(UTF_8));
		}

		assertThat(new String(sed.getInputStream().readAllBytes(), UTF_8)).isEqualTo("\"a-b\"\n");
	}

	@Test
	void whatAJobOfACiSystemAsksForIsThere() {
		List<String> jobs = MarkdownFiles.blocks(PAGE, "yaml").stream().skip(1).toList();
		assertThat(jobs).hasSize(3).allSatisfy((job) -> {
			Map<?, ?> parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(job);
			assertThat(parsed).isNotEmpty();
			List<String> asked = Pattern.compile("\\$RELAY_URL(/[^\"]+)")
				.matcher(job)
				.results()
				.map((match) -> match.group(1).replace("$RUN", "ci-48213"))
				.toList();
			assertThat(asked).hasSizeBetween(2, 3)
				.allSatisfy((path) -> assertThat(Fixtures.relay().get(path).status()).as(path).isEqualTo(200));
		});
	}

	@Test
	void theReadmesTrendIsThatOfTwelveRuns() {
		Matcher line = Pattern.compile("(?m)^curl -u \\S+ 'http://localhost:8080(\\S+)'$")
			.matcher(String.join("\n", MarkdownFiles.blocks(Path.of("README.md"), "sh")));
		assertThat(line.find()).isTrue();

		RawResponse trend = Fixtures.relay().get(line.group(1));

		assertThat(trend.status()).as(trend.toString()).isEqualTo(200);
		List<String[]> rows = trend.text().lines().skip(1).map((row) -> row.split(",", -1)).toList();
		assertThat(rows).hasSize(12).allSatisfy((row) -> {
			assertThat(row).contains("support-answers", "completed", "answer_correctness").endsWith("");
			assertThat(Double.parseDouble(row[9])).isBetween(0.6, 0.9);
		});
		assertThat(rows).extracting((row) -> row[0]).isSorted().doesNotHaveDuplicates();
		assertThat(rows).extracting((row) -> row[9]).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/views/runs/@latest/metrics.csv?name=support-answers",
			"/views/runs/@previous/datapoints.csv?name=support-answers",
			"/views/runs/@latest/compare/@previous/metrics.csv?name=support-answers" })
	void theRunsOfTheReadmesTrendAreThereByTheirAge(String target) {
		RawResponse view = Fixtures.relay().get(target);

		assertThat(view.status()).as(view.toString()).isEqualTo(200);
		assertThat(view.text()).contains("\r\n2026-11-1").contains(",support-answers-111");
	}

	static Stream<JsonNode> targets() {
		return Stream.concat(Stream.of(panel()), dashboard().get("panels").valueStream())
			.flatMap((panel) -> panel.get("targets").valueStream());
	}

	private static JsonNode panel() {
		return JSON.readTree(MarkdownFiles.blocks(PAGE, "json").getFirst());
	}

	private static JsonNode dashboard() {
		return JSON.readTree(MarkdownFiles.blocks(PAGE, "json").getLast());
	}

	private static Map<?, ?> provisioning() {
		return new Yaml(new SafeConstructor(new LoaderOptions())).load(MarkdownFiles.blocks(PAGE, "yaml").getFirst());
	}

}
