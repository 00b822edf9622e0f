package dev.honeyrelay.views;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Views of what a HoneyHive of the test's own making answers, read as tools read them.
 */
final class ViewedRelay {

	private static final JsonMapper JSON = new JsonMapper();

	private static final CsvMapper CSV = CsvMapper.builder().enable(CsvReadFeature.WRAP_AS_ARRAY).build();

	private static final Schema JUNIT = schema();

	private ViewedRelay() {
	}

	/**
	 * Returns a new run about which HoneyHive answers {@code body}, whatever is asked.
	 */
	static String run(String body) {
		String run = Stage.shared().newRun();
		Stage.shared().upstream().on(run, Script.json(body));
		return run;
	}

	/** Returns the answer to a GET of {@code target}, which is a success. */
	static RawResponse get(String target, String... headers) {
		RawResponse response = Stage.shared().relay().get(target, headers);
		assertThat(response.status()).as(response.toString()).isEqualTo(200);
		return response;
	}

	/**
	 * Returns the rows of the view at {@code path} as JSON, each value as it is spelt.
	 */
	static List<Map<String, String>> json(String path) {
		String text = get(path + ".json").text();
		assertThat(JSON.readTree(text).isArray()).isTrue();
		List<Map<String, String>> rows = new ArrayList<>();
		for (JsonNode row : JSON.readTree(text)) {
			Map<String, String> cells = new LinkedHashMap<>();
			row.properties().forEach((cell) -> cells.put(cell.getKey(), cell.getValue().toString()));
			rows.add(cells);
		}
		return rows;
	}

	/** Returns the lines of the view at {@code path} as CSV, header included. */
	static List<List<String>> csv(String path) {
		try (MappingIterator<String[]> lines = CSV.readerFor(String[].class).readValues(get(path + ".csv").content())) {
			return lines.readAll().stream().map(List::of).toList();
		}
	}

	/** Returns the view at {@code path} as a report, which is valid, parsed. */
	static Document junit(String path) {
		byte[] report = get(path + ".junit.xml").content();
		try {
			JUNIT.newValidator().validate(new StreamSource(new ByteArrayInputStream(report)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (SAXException ex) {
			throw new AssertionError("no JUnit report: " + new String(report, UTF_8), ex);
		}
		return xml(report);
	}

	private static Schema schema() {
		try {
			return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
				.newSchema(ViewedRelay.class.getResource("/junit.xsd"));
		}
		catch (SAXException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns name, outcome and message of each testcase, as {@code name|failure|why}.
	 */
	static List<String> testcases(String path) {
		List<Element> testcases = elements(junit(path), "testcase");
		assertThat(testcases)
			.extracting((testcase) -> testcase.getAttribute("classname") + '|' + testcase.getAttribute("name"))
			.doesNotHaveDuplicates();
		return testcases.stream().map((testcase) -> {
			Node outcome = testcase.getFirstChild();
			return testcase.getAttribute("classname") + '|' + testcase.getAttribute("name") + ((outcome == null) ? ""
					: '|' + outcome.getNodeName() + '|' + ((Element) outcome).getAttribute("message"));
		}).toList();
	}

	private static Document xml(byte[] bytes) {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			factory.setNamespaceAware(true);
			return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (Exception ex) {
			throw new AssertionError("not well-formed", ex);
		}
	}

	/** Returns the elements of that name in {@code document}. */
	static List<Element> elements(Document document, String name) {
		List<Element> elements = new ArrayList<>();
		NodeList found = document.getElementsByTagName(name);
		for (int index = 0; index < found.getLength(); index++) {
			elements.add((Element) found.item(index));
		}
		return elements;
	}

}
