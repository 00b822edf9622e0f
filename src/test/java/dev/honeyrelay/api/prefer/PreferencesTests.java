package dev.honeyrelay.api.prefer;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code Prefer} as RFC 7240 has it. A bar separates lines of the field.
 */
class PreferencesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			wait=50, still=30 > 50 > 30
			wait=50,still=30 > 50 > 30
			WAIT=50 , Still=30 > 50 > 30
			wait = 50 > 50 > -
			wait="50", still="3\\0" > 50 > 30
			wait=50; foo=bar, still=30; a; b="c,wait=1" > 50 > 30
			return=minimal, wait=50 > 50 > -
			wait=50 | still=30 > 50 > 30
			wait=50, wait=10 > 50 > -
			wait=50 | wait=10 > 50 > -
			foo; wait=50 > - > -
			foo="wait=50", still=30 > - > 30
			foo="a, wait=50, still=30 > - > -
			wait > '' > -
			wait= > - > -
			wait=50 60, still=30 > - > 30
			wait=@, still=30 > - > 30
			=50, , ;, still=30 > - > 30
			wait=5, "still=30", still=20 > 5 > 20
			wait=-1 > -1 > -
			wäit=50, still=30 > - > 30
			""")
	void aPreferenceIsReadOrIgnored(String field, String wait, String still) {
		Preferences preferences = Preferences.in(List.of(field.split(" \\| ")));

		assertThat(told(preferences.value("wait"))).isEqualTo(wait);
		assertThat(told(preferences.value("still"))).isEqualTo(still);
	}

	private static String told(String value) {
		return (value != null) ? value : "-";
	}

}
