package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.upstream.body.DirectivesReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

	private static final Instant ASKED = Instant.parse("2026-11-23T12:00:00.9Z");

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "max-age=60|60", "Max-Age=60|60", "max-age=\"60\"|60", "max-age=\"6\\0\"|60",
			"max-age = 60|60", "max-age\t=\t60|60", "public, max-age=60, x=y|60", "s-maxage=30, max-age=60|30",
			"s-maxage=90, max-age=60|90", "max-age=60, max-age=30|30", "max-age=30, max-age=60|30", "max-age=060|60",
			"no-cache|0", "no-cache, max-age=60|0", "no-cache=\"Set-Cookie\"|0", "max-age=0|0", "max-age=-1|0",
			"max-age|0", "max-age=x|0", "max-age=1e3|0", "max-age=60.0|0", "max-age='60'|0", "max-age 60|0",
			"max-age=60;x|0", "max-age=|0", "max-age=+60|0", "max-age=\u0666|0", "max-age=99999999999|2147483648",
			"max-age=2147483649|2147483648", "max-age=99999999999999999999999999|2147483648",
			"max-age=2147483647|2147483647", "s-maxage=60, s-maxage=x|0", "x=\"max-age=1, no-store\", max-age=60|60",
			"x=\"a\\\", max-age=1\", max-age=60|60", "max-age=60, x=\"|0", "max-age=\"60|0", "\"|0", "x=\"max-age=60|0",
			"max-age=\"60\\|0", "x=\"\\|0" })
	void explicitFreshnessIsABound(String cacheControl, long seconds) {
		Directives directives = directives("Cache-Control", cacheControl);

		assertThat(directives.freshness()).isEqualTo(Duration.ofSeconds(seconds));
		assertThat(directives.veto()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "public", "immutable", "x-max-age=60", "max-agex=60", ",,,",
			"x=\"max-age=60, no-store\"", "\"no-store\"", "stale-if-error=60", "x=no-store", "!no-store", "~private" })
	void anythingElseSaysNothing(String cacheControl) {
		Directives directives = directives("Cache-Control", cacheControl);

		assertThat(directives.freshness()).isNull();
		assertThat(directives.veto()).isNull();
		assertThat(directives.againstStale()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "no-store|NO_STORE", "No-Store|NO_STORE", "max-age=60,no-store|NO_STORE", "no-store=x|NO_STORE",
					"private, no-store|NO_STORE", "private|PRIVATE", "PRIVATE, max-age=60|PRIVATE",
					"private=\"Set-Cookie, X\"|PRIVATE", "private=x|PRIVATE", "no-store;private|NO_STORE",
					"must-understand, private|PRIVATE", "x=\"a, no-store|NO_STORE", "private=\"a|PRIVATE" })
	void storingMayBeForbidden(String cacheControl, NotStoredReason veto) {
		assertThat(directives("Cache-Control", cacheControl).veto()).isEqualTo(veto);
	}

	@Test
	void whoUnderstandsTheStatusNeedNotHeedNoStore() {
		assertThat(directives("Cache-Control", "no-store, must-understand, max-age=60").veto()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "must-revalidate|MUST_REVALIDATE", "max-age=60, Must-Revalidate|MUST_REVALIDATE",
					"proxy-revalidate|PROXY_REVALIDATE", "s-maxage=60|S_MAXAGE", "s-maxage=x|S_MAXAGE",
					"no-cache|NO_CACHE", "must-revalidate=1|MUST_REVALIDATE" })
	void staleAnswersMayBeForbidden(String cacheControl, Directive directive) {
		assertThat(directives("Cache-Control", cacheControl).againstStale()).isEqualTo(directive);
	}

	@Test
	@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void noLengthOfAFieldOverwhelmsIt() {
		for (String piece : List.of("a", "\\a", "\\\"", "\"", " ", ",", "=", "=\"", "a=\"\\\"\",", "\u00e9")) {
			String text = piece.repeat(100_000);
			assertThat(directives("Cache-Control", "private=\"" + text).veto()).isEqualTo(NotStoredReason.PRIVATE);
			assertThat(directives("Cache-Control", text + ", no-store").veto()).isIn(NotStoredReason.NO_STORE, null);
			assertThat(directives("Vary", text).veto()).isNull();
			assertThat(directives("Age", text).age()).isZero();
			assertThat(directives("Age", "9".repeat(text.length())).age()).hasSeconds(2_147_483_648L);
			assertThat(directives("Expires", text).freshness()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "*|true", " * |true", "Accept-Encoding, *|true", "*, Accept|true", ", *|true", "Cookie|false",
					"Accept-Encoding, X-User|false", "User-Agent|false", "Accept, Origin,Authorization|false",
					",|false", "**|false", "x-*|false" })
	void varyIsAVetoOnlyIfItIsOnEverything(String vary, boolean veto) {
		assertThat(directives("Vary", vary).veto()).isEqualTo(veto ? NotStoredReason.VARY : null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Mon, 23 Nov 2026 12:01:00 GMT|60", "Mon, 23 Nov 2026 11:59:00 GMT|0",
			"mON, 23 NOV 2026 12:01:00 gmt|60", "Monday, 23-Nov-26 12:01:00 GMT|60", "Mon Nov 23 12:01:00 2026|60",
			"Sun Nov  1 12:01:00 2026|0", "Tue, 1 Dec 2026 12:00:00 GMT|691200", "Fri, 23 Nov 2026 12:01:00 GMT|60",
			"Mon, 23 Nov 2026 12:00:60 GMT|60", "Tuesday, 24-Nov-76 12:00:00 GMT|0",
			"Sunday, 22-Nov-76 12:00:00 GMT|1577836800", "Monday, 23-Nov-99 12:00:00 GMT|0", "0|0", "-1|0",
			"tomorrow|0", "''|0", "Mon, 23 Nov 2026 12:01:00 UTC|0", "Mon, 23 Nov 2026 12:01:00 +0000|0",
			"Mon, 23 Nov 2026 2:01:00 GMT|0", "Mon, 23 Nov 26 12:01:00 GMT|0", "Mon 23 Nov 2026 12:01:00 GMT|0",
			"Mon, 23-Nov-2026 12:01:00 GMT|0", "Mon, 23  Nov 2026 12:01:00 GMT|0", "Mon, 31 Feb 2027 12:01:00 GMT|0",
			"Mon, 23 Nov 2026 24:00:00 GMT|0", "Mon, 23 anf 2026 12:01:00 GMT|0", "2026-11-23T12:01:00Z|0",
			"23 Nov 2026 12:01:00 GMT|0" })
	void expiresCountsFromDate(String expires, long seconds) {
		assertThat(directives("Expires", expires, "Date", DATE).freshness()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void withoutADateExpiresCountsFromTheQuestion() {
		assertThat(directives("Expires", "0").freshness()).isZero();
		assertThat(directives("Expires", "Mon, 23 Nov 2026 12:01:00 GMT").freshness()).hasSeconds(59);
		assertThat(directives("Expires", "Mon, 23 Nov 2026 12:01:00 GMT", "Date", "foo").freshness()).hasSeconds(59);
		assertThat(directives("Expires", "Mon, 23 Nov 2026 13:00:00 GMT", "Expires", "x", "Date", DATE).freshness())
			.isZero();
		assertThat(directives("Cache-Control", "max-age=9", "Expires", "0", "Date", DATE).freshness()).hasSeconds(9);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "45|15", "60|0", "99|0", "0|60", "' 45 '|15", "'45, 0'|15", "'0, 45'|60",
			"045|15", "99999999999|0", "2147483648|0", "x|60", "-1|60", "1.5|60", "''|60", "', 5'|60", "45;x=1|60" })
	void ageIsTakenOff(String age, long left) {
		assertThat(directives("Cache-Control", "max-age=60", "Age", age).freshness()).hasSeconds(left);
	}

	@Test
	void ofSeveralAgesTheFirstCounts() {
		assertThat(directives("Age", "7200", "Age", "0").age()).hasSeconds(7200);
		assertThat(directives("Age", "0", "Age", "7200").age()).isZero();
	}

	@Test
	void howOldADateIsIsTakenOffToo() {
		String cacheControl = "max-age=60";
		assertThat(directives("Cache-Control", cacheControl, "Date", DATE).freshness()).hasSeconds(60);
		assertThat(directives("Cache-Control", cacheControl, "Date", "Mon, 23 Nov 2026 11:59:30 GMT").freshness())
			.hasSeconds(30);
		assertThat(directives("Cache-Control", cacheControl, "Date", "Mon, 23 Nov 2026 13:00:00 GMT").freshness())
			.hasSeconds(60);
		Directives both = directives("Age", "40", "Date", "Mon, 23 Nov 2026 11:59:30 GMT");
		assertThat(both.currentAge()).hasSeconds(40);
	}

	@Test
	void severalLinesAreOne() {
		Directives directives = directives("Cache-Control", "max-age=60", "Cache-Control", "no-store");
		assertThat(directives.veto()).isEqualTo(NotStoredReason.NO_STORE);
		assertThat(directives.freshness()).hasSeconds(60);

		assertThat(directives("Cache-Control", "x=\"", "Cache-Control", "private").veto())
			.isEqualTo(NotStoredReason.PRIVATE);
		assertThat(directives("Vary", "Accept", "Vary", "*").veto()).isEqualTo(NotStoredReason.VARY);
	}

	@Test
	void aConfirmationReplacesTheFieldsThatItHas() {
		Directives stored = directives("Cache-Control", "max-age=60, must-revalidate", "Vary", "*", "Age", "30",
				"Expires", "Mon, 23 Nov 2026 12:01:00 GMT", "Date", DATE);

		Directives silent = stored.updatedBy(directives());
		assertThat(silent.againstStale()).isEqualTo(Directive.MUST_REVALIDATE);
		assertThat(silent.veto()).isEqualTo(NotStoredReason.VARY);
		assertThat(silent.freshness()).hasSeconds(60);
		Directives other = stored.updatedBy(directives("Cache-Control", "public", "Vary", "Accept", "Age", "5"));
		assertThat(other.againstStale()).isNull();
		assertThat(other.veto()).isNull();
		assertThat(other.freshness()).hasSeconds(54);
		assertThat(directives("Expires", "Mon, 23 Nov 2026 12:01:00 GMT", "Date", DATE)
			.updatedBy(directives("Date", "Mon, 23 Nov 2026 12:02:00 GMT"))
			.freshness()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "7|7", "000000007|7", "0|0", "60|60", "61|60", "3600|60", "99999999999999999999|60",
					"Mon, 23 Nov 2026 12:00:30 GMT|30", "Mon, 23 Nov 2026 13:00:00 GMT|60", "' 7 '|7" })
	void retryAfterIsAtMostAMinute(String value, long seconds) {
		assertThat(RetryAfter.read(headers("Retry-After", value, "Date", DATE), ASKED))
			.isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-1", "1.5", "7s", "0x7", "Mon, 23 Nov 2026 11:00:00 GMT",
			"2026-11-23T12:00:30Z", "\u0667" })
	void anUnreadableRetryAfterIsNone(String value) {
		assertThat(RetryAfter.read(headers("Retry-After", value, "Date", DATE), ASKED)).isNull();
	}

	private static Directives directives(String... fields) {
		return DirectivesReader.read(headers(fields), ASKED);
	}

	private static HttpHeaders headers(String... fields) {
		HttpHeaders headers = new HttpHeaders();
		for (int i = 0; i < fields.length; i += 2) {
			headers.add(fields[i], fields[i + 1]);
		}
		return headers;
	}

}
