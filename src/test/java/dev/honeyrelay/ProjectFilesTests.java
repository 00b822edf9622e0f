package dev.honeyrelay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the files at the root of this repository say of each other is so.
 */
class ProjectFilesTests {

	private static final Map<String, String> MANIFESTS = Map.of("maven", "pom.xml", "npm", "package.json",
			"github-actions", ".github/workflows/build.yml", "docker", "Dockerfile", "docker-compose", "compose.yaml");

	/** All that the build takes in: dependencies, plugins and what runs within them. */
	static Stream<String> artifacts() throws Exception {
		return elements(pom(), "artifactId").filter(ProjectFilesTests::isTakenIn)
			.map(Element::getTextContent)
			.distinct();
	}

	@ParameterizedTest
	@MethodSource("artifacts")
	void theRationaleNamesEveryDependencyAndSaysWhatItIsFor(String artifact) throws IOException {
		assertThat(Files.readAllLines(Path.of("RATIONALE.md"))).as("a row of the table 'What each dependency is for'")
			.anyMatch((line) -> line.matches("\\|[^|]*`" + artifact + "`[^|]*\\|[^|]{10,}\\|"));
	}

	@Test
	void theChartStartsTheRelayOfThisBuild() throws Exception {
		Map<String, Object> chart = new Yaml().load(Files.readString(Path.of("helm/Chart.yaml")));
		String version = elements(pom(), "version")
			.filter((element) -> element.getParentNode().equals(element.getOwnerDocument().getDocumentElement()))
			.map(Element::getTextContent)
			.findFirst()
			.orElseThrow();

		assertThat(chart).containsEntry("appVersion", version).containsEntry("name", "honeyhive-relay");
	}

	@Test
	void oneCommandGivesEverythingThatIsReleasedOneVersion(@TempDir Path folder) throws Exception {
		List<String> files = List.of("pom.xml", "Dockerfile", "README.md", "CHANGELOG.md", "docs/operations.md",
				"helm/Chart.yaml", "helm/README.md", "src/test/resources/chart/default.yaml", ".ci/release");
		for (String file : files) {
			Files.createDirectories(folder.resolve(file).getParent());
			Files.copy(Path.of(file), folder.resolve(file));
		}

		assertThat(new ProcessBuilder("bash", ".ci/release", "77.8.9").directory(folder.toFile()).start().waitFor())
			.isZero();

		for (String file : files.subList(0, 8)) {
			assertThat(folder.resolve(file)).content().contains("77.8.9");
		}
		for (String file : List.of("README.md", "docs/operations.md", "helm/Chart.yaml", "helm/README.md",
				"src/test/resources/chart/default.yaml")) {
			assertThat(folder.resolve(file)).content().doesNotContain("SNAPSHOT");
		}
		assertThat(folder.resolve("helm/Chart.yaml")).content().contains("\nversion: 77.8.9\nappVersion: 77.8.9\n");
		assertThat(folder.resolve("pom.xml")).content().contains("\n\t<version>77.8.9</version>\n");
	}

	@Test
	void theWorkflowRunsWhatADeskRunsWithPinnedActionsAndNothingFromBesideTheCheckout() throws IOException {
		String text = Files.readString(Path.of(".github/workflows/build.yml"));
		Map<String, Map<String, Map<String, List<Map<String, Object>>>>> workflow = new Yaml().load(text);
		List<Map<String, Object>> steps = workflow.get("jobs").get("build").get("steps");

		assertThat(steps).extracting((step) -> step.get("run")).containsOnlyOnce(".ci/run");
		assertThat(steps).filteredOn((step) -> step.containsKey("uses"))
			.allSatisfy((step) -> assertThat(step.get("uses").toString()).matches("[a-z-]+/[a-z-]+@[0-9a-f]{40}"));
		assertThat(text).doesNotContain("../");
	}

	@Test
	void whateverNamesVersionsIsKeptUpToDate() throws IOException {
		Map<String, List<Map<String, Object>>> dependabot = new Yaml()
			.load(Files.readString(Path.of(".github/dependabot.yml")));

		assertThat(dependabot.get("updates"))
			.extracting((update) -> Path.of(".", update.get("directory").toString())
				.resolve(MANIFESTS.get(update.get("package-ecosystem")))
				.normalize()
				.toString())
			.containsAll(manifests());
	}

	private static List<String> manifests() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("."))) {
			return files.map((file) -> file.normalize().toString())
				.filter((file) -> !file.matches("((?:.*/)?target|\\.git|.*node_modules)/.*"))
				.filter((file) -> MANIFESTS.values().stream().anyMatch((name) -> Path.of(file).endsWith(name)))
				.toList();
		}
	}

	private static boolean isTakenIn(Element artifact) {
		String within = artifact.getParentNode().getNodeName();
		return List.of("dependency", "plugin", "path").contains(within);
	}

	private static Document pom() throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of("pom.xml").toFile());
	}

	private static Stream<Element> elements(Document document, String name) {
		NodeList found = document.getElementsByTagName(name);
		return IntStream.range(0, found.getLength()).mapToObj((i) -> (Element) found.item(i));
	}

}
