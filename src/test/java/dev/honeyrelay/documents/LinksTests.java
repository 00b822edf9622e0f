package dev.honeyrelay.documents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No link of any document leads nowhere.
 */
class LinksTests {

	@ParameterizedTest
	@MethodSource("documents")
	void everyLinkLeadsSomewhere(Path document) {
		assertThat(MarkdownFiles.links(document)).allSatisfy((link) -> check(document, link));
	}

	@ParameterizedTest
	@MethodSource("documents")
	void everyHeadingCanBeLinkedTo(Path document) {
		assertThat(MarkdownFiles.anchors(document)).isNotEmpty().doesNotHaveDuplicates();
	}

	@Test
	void thereAreDocumentsWithLinks() {
		assertThat(documents()).hasSizeGreaterThan(8);
		assertThat(documents().stream().mapToInt((file) -> MarkdownFiles.links(file).size()).sum()).isGreaterThan(40);
	}

	static List<Path> documents() {
		return MarkdownFiles.all();
	}

	private static void check(Path document, String link) {
		if (link.matches("(https?|mailto):.*")) {
			return;
		}
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
		assertThat(Files.exists(target)).as("%s in %s", link, document).isTrue();
		if (parts.length > 1) {
			assertThat(MarkdownFiles.anchors(target)).as("%s in %s", link, document).contains(parts[1]);
		}
	}

}
