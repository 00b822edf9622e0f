package dev.honeyrelay.access.gateway;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NetworkTests {

	@ParameterizedTest
	@CsvSource({ "10.1.2.0/24, 10.1.2.255", "10.1.2.77/24, 10.1.2.3", "10.1.2.3, 10.1.2.3", "0.0.0.0/0, 203.0.113.9",
			"fd00:1:2::/48, fd00:1:2:ffff::1", "::1, ::1", "10.1.2.0/24, ::ffff:10.1.2.3", "10.1.2.0/23, 10.1.3.0" })
	void addressesInItAreInIt(String network, String address) {
		assertThat(Network.of(network).contains(InetAddress.ofLiteral(address))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "10.1.2.0/24, 10.1.3.0", "10.1.2.3, 10.1.2.4", "fd00:1:2::/48, fd00:1:3::1", "0.0.0.0/0, ::1",
			"::/0, 127.0.0.1", "10.1.2.128/25, 10.1.2.127" })
	void othersAreNot(String network, String address) {
		assertThat(Network.of(network).contains(InetAddress.ofLiteral(address))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "10.1.0.0/16, false", "10.0.0.0/15, true", "0.0.0.0/0, true", "10.1.2.3, false",
			"fd00:1:2::/48, false", "fd00:1:2::/47, true", "::1, false" })
	void aNetworkIsWideBeyondSixteenBits(String network, boolean wide) {
		assertThat(Network.of(network).isWide()).isEqualTo(wide);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "gateway.example.com", "10.1.2.0/33", "10.1.2.0/-1", "10.1.2.0/",
			"10.1/16", "10.1.2.0/24/24", "::/129", "/24", "10.1.2.0/x" })
	void whatIsNoNetworkIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Network.of(text));
	}

}
