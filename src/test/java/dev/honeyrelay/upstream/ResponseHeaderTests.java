package dev.honeyrelay.upstream;

import java.time.Duration;

import dev.honeyrelay.run.Directives;
import dev.honeyrelay.run.Veto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What HoneyHive's header fields say about storing and about asking again.
 */
class ResponseHeaderTests {

	private static final String DATE = "Mon, 23 Nov 2026 12:00:00 GMT";

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "max-age=60|60", "Max-Age=60|60", "max-age=\"60\"|60", "max-age = 60|60",
					"public, max-age=60, x=y|60", "s-maxage=30, max-age=60|30", "max-age=60, max-age=30|30",
					"no-cache|0", "no-cache, max-age=60|0", "no-cache=\"Set-Cookie\"|0", "max-age=0|0", "max-age=-1|0",
					"max-age|0", "max-age=x|0", "max-age=1e3|0", "max-age=99999999999|0", "s-maxage=60, s-maxage=x|0" })
	void explicitFreshnessIsABound(String cacheControl, long seconds) {
		assertThat(directives("Cache-Control", cacheControl))
			.isEqualTo(new Directives(null, Duration.ofSeconds(seconds)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "public", "must-revalidate", "private", "x-max-age=60", "max-agex=60", ",,,", "\"",
			"x=\"max-age=60, no-store\"", "immutable" })
	void anythingElseSaysNothing(String cacheControl) {
		assertThat(directives("Cache-Control", cacheControl)).isEqualTo(Directives.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-store", "No-Store", "max-age=60,no-store", "no-store=x" })
	void noStoreIsAVeto(String cacheControl) {
		assertThat(directives("Cache-Control", cacheControl).veto()).isEqualTo(Veto.NO_STORE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "*|true", "Cookie|true", "Accept-Encoding, X-User|true", "User-Agent|true",
			"Accept-Encoding|false", "accept-encoding , ORIGIN,Authorization|false", ",|false" })
	void varyIsAVetoUnlessItIsHarmless(String vary, boolean veto) {
		assertThat(directives("Vary", vary).veto()).isEqualTo(veto ? Veto.VARY : null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Mon, 23 Nov 2026 12:01:00 GMT|60", "Mon, 23 Nov 2026 11:59:00 GMT|0", "0|0",
			"-1|0", "tomorrow|0" })
	void expiresCountsFromDate(String expires, long seconds) {
		assertThat(directives("Expires", expires, "Date", DATE).freshness()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void ageIsTakenOff() {
		assertThat(directives("Cache-Control", "max-age=60", "Age", "45").freshness())
			.isEqualTo(Duration.ofSeconds(15));
		assertThat(directives("Cache-Control", "max-age=60", "Age", "99").freshness()).isEqualTo(Duration.ZERO);
		assertThat(directives("Cache-Control", "max-age=60", "Age", "x").freshness()).isEqualTo(Duration.ofSeconds(60));
		assertThat(directives("Cache-Control", "max-age=9", "Expires", "0", "Date", DATE).freshness())
			.isEqualTo(Duration.ofSeconds(9));
		assertThat(directives("Expires", "0")).isEqualTo(Directives.NONE);
	}

	@Test
	void severalLinesAreOne() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Cache-Control", "max-age=60");
		headers.add("Cache-Control", "no-store");

		assertThat(DirectivesReader.read(headers)).isEqualTo(new Directives(Veto.NO_STORE, Duration.ofSeconds(60)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "7|7", "0|0", "60|60", "61|60", "3600|60", "99999999999999999999|60",
			"Mon, 23 Nov 2026 12:00:30 GMT|30", "Mon, 23 Nov 2026 13:00:00 GMT|60", "' 7 '|7" })
	void retryAfterIsAtMostAMinute(String value, long seconds) {
		assertThat(RetryAfter.read(headers("Retry-After", value, "Date", DATE))).isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-1", "1.5", "7s", "0x7", "Mon, 23 Nov 2026 11:00:00 GMT",
			"2026-11-23T12:00:30Z", "\u0667" })
	void anUnreadableRetryAfterIsNone(String value) {
		assertThat(RetryAfter.read(headers("Retry-After", value, "Date", DATE))).isNull();
	}

	private static Directives directives(String... fields) {
		return DirectivesReader.read(headers(fields));
	}

	private static HttpHeaders headers(String... fields) {
		HttpHeaders headers = new HttpHeaders();
		for (int i = 0; i < fields.length; i += 2) {
			headers.add(fields[i], fields[i + 1]);
		}
		return headers;
	}

}
