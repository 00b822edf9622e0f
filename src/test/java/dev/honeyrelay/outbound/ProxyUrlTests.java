package dev.honeyrelay.outbound;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the URL of a proxy may look like, and where it comes from.
 */
class ProxyUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://proxy.corp.example:3128      | http://proxy.corp.example:3128
			HTTP://Proxy.Corp.Example:3128/     | http://proxy.corp.example:3128
			proxy.corp.example:3128             | http://proxy.corp.example:3128
			http://proxy                        | http://proxy:80
			https://proxy                       | https://proxy:443
			socks5://10.1.2.3                   | socks5://10.1.2.3:1080
			socks5h://proxy                     | socks5://proxy:1080
			http://[2001:db8::1]:3128           | http://[2001:db8::1]:3128
			http://user:secret@proxy:3128       | http://proxy:3128
			http://user@proxy:3128              | http://proxy:3128""")
	void itIsReadAsEverybodyReadsIt(String url, String meant) {
		assertThat(Proxy.of(url)).hasToString(meant);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://user:pass@proxy            | dXNlcjpwYXNz
			http://user@proxy                 | dXNlcjo=
			http://a%40b:c%3Ad%2Fe@proxy      | YUBiOmM6ZC9l
			http://user:a+b@proxy             | dXNlcjphK2I=
			http://user:p@ss@proxy            | dXNlcjpwQHNz
			http://user:a:b@proxy             | dXNlcjphOmI=""")
	void userAndPasswordAreDecoded(String url, String encoded) {
		assertThat(Proxy.of(url).authorization()).isEqualTo("Basic " + encoded);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://secret:secret@proxy:21", "socks4://secret@proxy", "http://", "http://secret@",
			"http://secret@proxy:0", "http://secret@proxy:65536", "http://secret@proxy:", "http://secret@proxy:x",
			"http://secret@proxy/path", "http://secret@proxy?query", "http://secret@pro xy", "http://secret@[::1",
			"http://secret@[fe80::1%25eth0]", "http://:secret@proxy", "http://user:secret%0a@proxy",
			"http://user:secret%@proxy", "http://user:secret%zz@proxy", "http://us%3Aer:secret@proxy",
			"http://user:secret%ff@proxy", "http://secret/secret@proxy" })
	void whatCannotBeOneIsRefusedInASentenceThatDoesNotRepeatIt(String url) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WayOut.of("relay.upstream", ProxyUrl.of(url), List.of(), null))
			.withMessageStartingWith("relay.upstream.proxy must ")
			.withMessageEndingWith(".")
			.satisfies((refusal) -> assertThat(refusal.getMessage()).doesNotContain("secret"))
			.withNoCause();
	}

	@Test
	void itsTextFormHasNoPassword() {
		ProxyUrl url = ProxyUrl.of(" http://user:secret@proxy ");
		assertThat(url.value()).isEqualTo("http://user:secret@proxy");
		assertThat(url + " " + new OutboundProperties(url, List.of(), null)).doesNotContain("secret");
	}

	@Test
	void smallLettersGoFirstAndWhatIsEmptyIsNotThere() {
		ProxyVariables variables = new ProxyVariables(Map.of("https_proxy", "http://small:1", "HTTPS_PROXY",
				"http://large:2", "http_proxy", " ", "HTTP_PROXY", "http://plain:3", "ALL_PROXY", "http://all:4"));
		assertThat(variables.proxyFor("https")).hasToString("http://small:1");
		assertThat(variables.proxyFor("http")).hasToString("http://plain:3");
		assertThat(new ProxyVariables(Map.of("ALL_PROXY", "socks5://all:4")).proxyFor("https"))
			.hasToString("socks5://all:4");
		assertThat(new ProxyVariables(Map.of("HTTP_PROXY", "http://plain:3")).proxyFor("https")).isNull();
	}

	@Test
	void aVariableThatCannotBeRightIsNamedAndNotShown() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ProxyVariables(Map.of("HTTPS_PROXY", "ftp://secret")).proxyFor("https"))
			.withMessage("relay.upstream.proxy, which is not set and so taken from HTTPS_PROXY,"
					+ " must begin with http://, https:// or socks5://.");
	}

}
