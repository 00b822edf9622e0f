package dev.honeyrelay.access.jwt;

import dev.honeyrelay.TeamRelay;
import dev.honeyrelay.harness.ForwardProxy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The keys of an issuer are fetched through the proxy, where issuers have one.
 */
class ProxiedIssuerTests {

	@Test
	void keysAreFetchedThroughTheIssuersProxy() throws Exception {
		try (StandInIssuer issuer = new StandInIssuer(); ForwardProxy proxy = ForwardProxy.start()) {
			String keys = issuer.url().replace("127.0.0.1", "login.test").replace("localhost", "login.test") + "/keys";
			try (TeamRelay relay = TeamRelay.start("--relay.jwt.issuer=" + issuer.url(), "--relay.jwt.audience=relay",
					"--relay.jwt.key-set-url=" + keys, "--relay.jwt.proxy=" + proxy.urlWithPassword())) {
				assertThat(relay.get(issuer.signed(issuer.claims()), "/v1/runs/jwt-proxied/result").statusCode())
					.isEqualTo(200);
			}
			assertThat(proxy.lines()).containsExactly("GET " + keys + " HTTP/1.1");
			assertThat(proxy.field("proxy-authorization")).isEqualTo(ForwardProxy.basic());
		}
	}

}
