package dev.honeyrelay.outbound;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is asked without the proxy.
 */
class NoProxyTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*                   | anything.example:443    | true
			corp.example        | corp.example:443        | true
			corp.example        | api.corp.example:443    | true
			corp.example        | API.Corp.Example.:443   | true
			corp.example        | notcorp.example:443     | false
			corp.example        | corp.example.org:443    | false
			.corp.example       | api.corp.example:443    | true
			.corp.example       | corp.example:443        | true
			*.corp.example      | api.corp.example:443    | true
			CORP.example.       | api.corp.example:443    | true
			corp.example:8443   | api.corp.example:8443   | true
			corp.example:8443   | api.corp.example:443    | false
			10.1.2.3            | 10.1.2.3:80             | true
			10.1.2.3:81         | 10.1.2.3:80             | false
			10.0.0.0/8          | 10.200.3.4:80           | true
			10.0.0.0/8          | 11.0.0.1:80             | false
			10.0.0.0/8          | ten.example:80          | false
			0.0.0.0/0           | 8.8.8.8:80              | true
			0.0.0.0/0           | [2001:db8::1]:80        | false
			2001:db8::/32       | [2001:db8:1::2]:80      | true
			2001:db8::/32       | [2001:db9::2]:80        | false
			2001:DB8:0:0::1     | [2001:db8::1]:80        | true
			[2001:db8::1]:81    | [2001:db8::1]:80        | false
			my_service          | my_service:80           | true""")
	void namesAddressesAndNetworks(String entry, String target, boolean direct) {
		assertThat(NoProxy.of(List.of(entry)).has(Authority.of(target, 0))).isEqualTo(direct);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://secret", "10.0.0.0/33", "10.1/8", "2001:db8::/129", "secret/8", "10.0.0.0/-1",
			"sec ret", "secret:0", "secret:70000", "<secret>", ".", "*secret" })
	void whatCannotBeRightIsRefusedAndNotRepeated(String entry) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WayOut.of("relay.jwt", null, List.of("good.example", entry), ""))
			.withMessageStartingWith("relay.jwt.no-proxy has an entry that must ")
			.satisfies((refusal) -> assertThat(refusal.getMessage()).doesNotContain("secret", "33"));
	}

	@Test
	void aVariableIsReadAsFarAsItIsUnderstood() {
		NoProxy variable = NoProxy.ofVariable(" localhost,<local> , .svc,10.0.0.0/8 10.*;x");
		assertThat(List.of("localhost:80", "api.svc:80", "10.9.8.7:80"))
			.allMatch((target) -> variable.has(Authority.of(target, 0)));
		assertThat(variable.has(Authority.of("api.honeyhive.ai:443", 0))).isFalse();
	}

}
