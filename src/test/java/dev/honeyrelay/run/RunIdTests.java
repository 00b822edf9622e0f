package dev.honeyrelay.run;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What may name a run, and what must never reach a path.
 */
class RunIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "ci-48213", "0", "a..b", "Nightly_2026.01", "5d5bdf3a-6d83-4c6e-9b5a-0f1f4fd0a1b2",
			"schema2", "Compare", "events" })
	void anIdThatIsOneSafeSegmentStaysAsItIs(String text) {
		assertThat(new RunId(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".", "..", "-a", "_a", ".hidden", "a/b", "a\\b", "a%2Fb", "a;b", "a b", "a\n",
			"\na", "a\0", "é", "😀", "a?b", "a#b", "a+b" })
	void whatCouldChangeAPathIsNoRunId(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RunId(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "schema", "compare" })
	void aLiteralSegmentIsNoRunId(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RunId(text));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 127, 128 })
	void upTo128CharactersMakeARunId(int length) {
		assertThat(new RunId("x".repeat(length)).value()).hasSize(length);
	}

	@ParameterizedTest
	@ValueSource(ints = { 129, 100_000 })
	void moreThan128CharactersMakeNone(int length) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RunId("x".repeat(length)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "hh_key/of/mine", "../../etc" })
	void aRefusalDoesNotRepeatWhatItRefuses(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RunId(text))
			.withMessageNotContaining(text)
			.withNoCause();
	}

}
