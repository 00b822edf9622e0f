package dev.honeyrelay.upstream;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which base URLs HoneyHive may have, and what is made of them.
 */
class BaseUrlTests {

	@ParameterizedTest
	@CsvSource({ "http://honey_hive:8080, http://honey_hive:8080", "HTTP://h, http://h", "Https://h/, https://h",
			"http://h/a%20b, http://h/a%20b", "http://h/a%2Fb//, http://h/a%2Fb", "http://[::1]:80, http://[::1]:80",
			"http://h:65535/x, http://h:65535/x", "'  http://h ', http://h", "http://10.0.0.1:1, http://10.0.0.1:1" })
	void whatIsTakenAsItIs(String text, String value) {
		assertThat(BaseUrl.of(text).value()).isEqualTo(value);
		assertThat(value + "/v1/runs?a=%5B").endsWith(BaseUrl.of(text).at("/v1/runs?a=%5B").toString());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "http://h:99999 | port", "http://h:0 | port", "http://h: | port",
			"http://h:8a | port", "http://h:-1 | port", "http://[::1]:99999 | port", "http://user:s3cret@h | user",
			"http://@h | user", "http://?s3cret | query", "http://#s3cret | query", "http://s3cret@h/x | user",
			"http://h?x=s3cret | query", "http://h/#s3cret | fragment", "ftp://h | http://", "h:8080 | http://",
			"'' | http://", "http:// | host", "http:///v1 | host", "http://h s3cret/ | host", "http://[::1 | host",
			"http://[x]/ | host", "http://bücher.example | host", "http://h/a b | percent", "http://h/%zz | percent",
			"http://h/ü | percent", "http://h/a\\b | percent" })
	void whatStopsTheStart(String text, String word) {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.of(text))
			.withMessageStartingWith("relay.upstream.base-url must ")
			.withMessageContaining(word)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@CsvSource({ "http://h:8080, http://h:8080, false", "https://h/a/b, https://h, true", "http://h/a, http://h, false",
			"https://[::1]:80, https://[::1]:80, true" })
	void anOriginIsWhatComesBeforeThePath(String url, String origin, boolean secure) {
		assertThat(BaseUrl.of(url).origin()).isEqualTo(origin);
		assertThat(BaseUrl.of(url).isSecure()).isEqualTo(secure);
	}

	@Test
	void aTargetIsBelowThePrefix() {
		assertThat(BaseUrl.of("http://h:1/a%2Fb/").at("/v1/runs?a=%5B"))
			.isEqualTo(URI.create("http://h:1/a%2Fb/v1/runs?a=%5B"));
		// No host by RFC 2396.
		assertThat(BaseUrl.of("http://honey_hive:1/a").at("/v1/runs?a=%5B")).isEqualTo(URI.create("/a/v1/runs?a=%5B"));
	}

	@Test
	void aUrlMayBeLongButNotAnyLength() {
		String longest = "http://h/" + "a".repeat(991);

		assertThat(BaseUrl.of(longest).value()).hasSize(1000);
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.of(longest + 'a')).withMessageContaining("long");
	}

}
