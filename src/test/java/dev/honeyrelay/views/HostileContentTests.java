package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.honeyrelay.harness.LogWatch;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a metric is called or worth, every document is whole and says just that.
 */
class HostileContentTests {

	private static final JsonMapper JSON = new JsonMapper();

	static Stream<String> names() {
		return Stream.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "\uFF1D1", "a\"b", "a\"\"b,c",
				"a\nb", "a\r\nb", "a\tb", "a|b\\|c\\", "||", "<script>alert(1)</script>", "]]>", "<!--", "&amp;&#x0;",
				"*a* _b_ `c` ~~d~~ [e](f) ![g](h) $i$ <b>", "https://example.com www.example.com a@example.com", "#1",
				"@octocat", "a/b#12 a/b!3 %4 ~5 $6 &7 GH-8 gh-9", ":smile::+1::100: 12:30:45", "x@y@z", "##1 #a GH-a",
				"~bug %v1.2 %\"next\" &e $s *iteration:1 [issue:1][epic:2] GL-5 gl-6", "ftp://example.com/a/b/issues/1",
				"[[a]] @.b", "\u0000\u0001\u0008\u000b\u001f", "\u007f\u0085\u2028\u2029", "\ufffe\uffff\ufdd0",
				"\ud83d\ude00", "\ud83d", "\ude00\ud83d", "\u202eabc", "", " ", "  a  ", "x".repeat(10_000),
				"\ud83d\ude00".repeat(5_000), "\"", "---", "null", "{}", "1e5");
	}

	@ParameterizedTest
	@MethodSource("names")
	void aNameComesOutAsItWentIn(String name) {
		LogWatch log = LogWatch.anew();
		String path = metric("\"metric_name\":" + quoted(name) + ",\"aggregate\":" + quoted(name));
		String whole = name.replaceAll("(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])",
				"\ufffd");

		assertThat(ViewedRelay.json(path)).singleElement()
			.satisfies((row) -> assertThat(JSON.readTree(row.get("metric")).asString()).isEqualTo(whole));
		assertThat(ViewedRelay.csv(path)).hasSize(2)
			.allSatisfy((line) -> assertThat(line).hasSize(12))
			.element(1)
			.satisfies((line) -> assertThat(line.get(4)).isEqualTo(isFormula(whole) ? '\'' + whole : whole)
				.isEqualTo(line.get(9)));
		assertThat(cells(path)).hasSize(24)
			.element(16)
			.asString()
			.doesNotContainPattern("[@#!%~$&*\\[][a-zA-Z0-9\"]|(?i:G[HL]-[0-9])|://|:[a-z]+:|:[+]1:|:100:")
			.satisfies((cell) -> assertThat(cell.replace("\u2060", "")).isEqualTo(shown(whole)));
		assertThat(ViewedRelay.testcases(path)).hasSize(1);
		assertThat(log.alarms()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "false", "\"text\"", "{\"a\":[1,2.50,{\"b\":\"c\\n\"}]}", "[]", "{}",
			"[[[[[[]]]]]]", "-0.0", "1e-7", "\"1e-7\"", "[1, 2 ,\t3]", "\"\\u003d1\"" })
	void aValueIsWhateverHoneyHiveSays(String value) {
		String path = metric("\"metric_name\":\"m\",\"aggregate\":" + value + ",\"event_name\":" + value
				+ ",\"passing_range\":{\"min\":" + value + ",\"max\":{\"x\":1}},\"passed\":" + value);
		boolean structure = value.startsWith("{") || value.startsWith("[");

		Map<String, String> row = ViewedRelay.json(path).getFirst();

		assertThat(structure ? JSON.readTree(row.get("value")).asString() : JSON.readTree(row.get("value")).toString())
			.isEqualTo(structure ? value : JSON.readTree(value).toString());
		assertThat(row.get("passing_max")).isEqualTo("null");
		assertThat(row.get("passing_min"))
			.isEqualTo(value.matches("\"?[-0-9].*") ? JSON.readTree(value.replace("\"", "")).toString() : "null");
		assertThat(ViewedRelay.csv(path)).hasSize(2).allSatisfy((line) -> assertThat(line).hasSize(12));
		assertThat(ViewedRelay.testcases(path)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"status\":1,\"run_object\":[],\"metrics\":7,\"datapoints\":\"x\"}",
			"{\"metrics\":[],\"datapoints\":{},\"run_object\":null,\"status\":null}",
			"{\"metrics\":{\"details\":{}},\"datapoints\":[[[]],null,1,\"a\",true]}",
			"{\"metrics\":{\"details\":[null,1,\"a\",[],[{}]]},\"evaluations\":[1,null,[]]}",
			"{\"metrics\":{\"details\":null,\"a\":1,\"b\":[],\"c\":null},\"evaluations\":{\"a\":{}}}",
			"{\"metrics\":[{\"improved\":true,\"degraded\":{},\"same\":[null,1,[],{}]}],\"new_run\":1,\"old_run\":[]}",
			"{\"metrics\":[{\"degraded_count\":\"x\",\"degraded\":3}],\"new_run\":{\"status\":{}},\"old_run\":{}}" })
	void whateverIsMissingOrOfAnotherTypeNoDocumentBreaks(String body) {
		LogWatch log = LogWatch.anew();
		String run = ViewedRelay.run(body);
		for (String path : List.of("/metrics", "/datapoints", "/compare/other/metrics", "/compare/other/datapoints")) {
			String view = "/views/runs/" + run + path;
			int rows = ViewedRelay.json(view).size();
			assertThat(ViewedRelay.csv(view)).hasSize(rows + 1);
			ViewedRelay.junit(view);
		}
		ViewedRelay.get("/views/runs/" + run);
		assertThat(log.alarms()).isEmpty();
	}

	@Test
	void ofWhatIsThereTwiceTheLastOneCounts() {
		String run = ViewedRelay.run("""
				{"status":"running","run_object":{"status":"completed","name":"a","name":"b"},"status":"completed",
				 "metrics":{"details":[{"metric_name":"x"}],"details":[{"metric_name":"m","aggregate":1,"aggregate":2},
				 {"metric_name":"m","aggregate":3,"aggregate":null}]}}""");

		List<Map<String, String>> rows = ViewedRelay.json("/views/runs/" + run + "/metrics");

		assertThat(rows.stream()
			.map((row) -> row.get("run_name") + row.get("status") + row.get("metric") + row.get("value")))
			.containsExactly("\"b\"\"completed\"\"m\"2", "\"b\"\"completed\"\"m\"null");
		// As the store reads it, which keeps no answer that says two things.
		assertThat(ViewedRelay.testcases("/views/runs/" + run + "/metrics")).singleElement()
			.asString()
			.startsWith("honeyhive|settled|error|");
	}

	private static String metric(String members) {
		return "/views/runs/" + ViewedRelay.run("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},"
				+ "\"metrics\":{\"details\":[{" + members + "}]}}") + "/metrics";
	}

	// As HoneyHive may spell it: characters that are half a pair, and controls, escaped.
	private static String quoted(String text) {
		return '"' + escaped(text) + '"';
	}

	/** Returns {@code text} as it stands between the quotes of JSON. */
	static String escaped(String text) {
		StringBuilder quoted = new StringBuilder();
		for (int index = 0; index < text.length(); index++) {
			char character = text.charAt(index);
			quoted.append((character < ' ' || character == '"' || character == '\\' || Character.isSurrogate(character))
					? "\\u%04x".formatted((int) character) : character);
		}
		return quoted.toString();
	}

	private static boolean isFormula(String text) {
		return !text.isEmpty() && "=+-@\t\r\n\uFF1D".indexOf(text.charAt(0)) >= 0;
	}

	/** Returns what a reader sees in the cells of the one table there is. */
	private static List<String> cells(String path) {
		Node document = Parser.builder()
			.extensions(List.of(TablesExtension.create()))
			.build()
			.parse(ViewedRelay.get(path + ".md").text());
		assertThat(document.getFirstChild()).isEqualTo(document.getLastChild());
		List<String> cells = new ArrayList<>();
		document.accept(new AbstractVisitor() {
			@Override
			public void visit(CustomNode node) {
				if (node instanceof TableCell) {
					StringBuilder text = new StringBuilder();
					for (Node part = node.getFirstChild(); part != null; part = part.getNext()) {
						assertThat(part).as("markup").isInstanceOf(Text.class);
						text.append(((Text) part).getLiteral());
					}
					cells.add(text.toString());
				}
				visitChildren(node);
			}
		});
		return cells;
	}

	private static String shown(String text) {
		String blank = text.codePoints()
			.map((point) -> (Character.isISOControl(point) || Character.isWhitespace(point)) ? ' ' : point)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		int[] points = blank.codePoints().toArray();
		return ((points.length <= 200) ? blank : new String(points, 0, 200) + '\u2026').strip();
	}

}
