package dev.honeyrelay.documents;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HoneyHive's newer Python clients take only keys of one shape; the line that makes a
 * token of that shape does.
 */
class DocumentedTokenTests {

	private static final String SHAPE = "hh_fgdp_[A-Za-z0-9]{24}_[A-Za-z0-9]{64}\n";

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "docs/endpoints.md", "docs/operations.md" })
	void thePagesLineMakesATokenOfTheShape(String page) throws Exception {
		List<String> lines = MarkdownFiles.blocks(Path.of(page), "sh")
			.stream()
			.flatMap(String::lines)
			.filter((line) -> line.contains("hh_fgdp_"))
			.toList();
		assertThat(lines).hasSize(1);

		String token = printedBy(lines.getFirst());

		assertThat(token).matches(SHAPE).isNotEqualTo(printedBy(lines.getFirst()));
	}

	private static String printedBy(String line) throws Exception {
		Process shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
		return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
