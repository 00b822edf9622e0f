package dev.honeyrelay.upstream.body;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which century a year of two digits is of.
 */
class HttpDateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "2026-11-23T12:00:00Z|Wednesday, 25-Nov-26 12:00:01 GMT|2026-11-25T12:00:01Z",
					"2026-11-23T12:00:00Z|Monday, 23-Nov-76 12:00:00 GMT|2076-11-23T12:00:00Z",
					"2026-11-23T12:00:00Z|Tuesday, 24-Nov-76 12:00:00 GMT|1976-11-24T12:00:00Z",
					"2026-11-23T12:00:00Z|Monday, 01-Mar-99 12:00:00 GMT|1999-03-01T12:00:00Z",
					"2060-11-23T12:00:00Z|Monday, 01-Mar-09 12:00:00 GMT|2109-03-01T12:00:00Z",
					"2060-11-23T12:00:00Z|Monday, 01-Mar-11 12:00:00 GMT|2011-03-01T12:00:00Z" })
	void moreThanFiftyYearsAheadIsThePast(Instant now, String date, Instant meant) {
		assertThat(HttpDate.parse(date, now)).isEqualTo(meant);
	}

}
