package dev.honeyrelay.upstream;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is made of a base URL.
 */
class BaseUrlPartsTests {

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
