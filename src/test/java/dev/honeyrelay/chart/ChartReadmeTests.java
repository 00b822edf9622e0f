package dev.honeyrelay.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The chart's page has every value with its default, and what values.yaml says of it.
 */
class ChartReadmeTests {

	private static final Path PAGE = Chart.ROOT.resolve("README.md");

	private static final String TABLE = "| value | default | |\n| --- | --- | --- |\n";

	@Test
	void thePageHasTheValuesAsTheFileHasThem() throws IOException {
		String page = Files.readString(PAGE);
		int end = page.contains(TABLE) ? page.indexOf(TABLE) : page.length();
		String right = page.substring(0, end) + TABLE + String.join("\n", rows()) + '\n';
		if (Boolean.getBoolean("chart-readme.write")) {
			Files.writeString(PAGE, right);
		}

		assertThat(Files.readString(PAGE))
			.as("%s; write it anew: mvn -q -Dtest=ChartReadmeTests -Dchart-readme.write=true test", PAGE)
			.isEqualTo(right);
	}

	private static List<String> rows() throws IOException {
		String text = Files.readString(Chart.ROOT.resolve("values.yaml"));
		Map<String, Object> values = new Yaml().load(text);
		Map<String, String> comments = comments(text);
		List<String> rows = new ArrayList<>();
		values.forEach((name, value) -> add(rows, name, value, comments.getOrDefault(name, "")));
		return rows;
	}

	// The comment before a name holds for those that follow without an empty line, too.
	private static Map<String, String> comments(String text) {
		Map<String, String> comments = new TreeMap<>();
		StringBuilder comment = new StringBuilder();
		for (String line : text.lines().toList()) {
			if (line.startsWith("#")) {
				comment.append(line.substring(1).strip()).append(' ');
			}
			else if (line.isEmpty()) {
				comment.setLength(0);
			}
			else if (Character.isLetter(line.charAt(0)) && !comment.isEmpty()) {
				comments.put(line.substring(0, line.indexOf(':')),
						comment.toString().strip().replaceAll("\\s+", " ").replace("|", "\\|"));
				comment.setLength(0);
			}
		}
		return comments;
	}

	private static void add(List<String> rows, String name, @Nullable Object value, String comment) {
		if (value instanceof Map<?, ?> below && !below.isEmpty()) {
			String first = comment;
			for (Map.Entry<?, ?> member : below.entrySet()) {
				add(rows, name + '.' + member.getKey(), member.getValue(), first);
				first = "";
			}
			return;
		}
		rows.add("| `" + name + "` | `" + JsonMapper.shared().writeValueAsString(value) + "` |"
				+ (comment.isEmpty() ? "" : ' ' + comment) + " |");
	}

}
