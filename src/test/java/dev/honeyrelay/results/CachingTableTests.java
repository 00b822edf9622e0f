package dev.honeyrelay.results;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The state table of {@code docs/caching.md}, row by row, against the real store, policy
 * and trips. A row that cannot be read fails.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CachingTableTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource("rows")
	void aReadComesToWhatTheDocumentSays(List<String> row) {
		CachingTableRow.of(row).play();
	}

	@Test
	void noRowContradictsAnother() {
		assertThat(rows()).extracting((row) -> row.subList(0, 3)).doesNotHaveDuplicates();
	}

	static List<List<String>> rows() {
		return CachingDocument.rows("runs", "stored");
	}

}
