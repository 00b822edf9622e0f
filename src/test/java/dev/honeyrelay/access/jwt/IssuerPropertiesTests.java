package dev.honeyrelay.access.jwt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What cannot be right about an issuer stops the start with one sentence that names it.
 */
class IssuerPropertiesTests {

	private static final String ARN = "arn:aws-us-gov:elasticloadbalancing:us-gov-west-1:123456789012:loadbalancer/app/a/1";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					`.cf.issuer must be set` | cf.issuer=
					`.cf.issuer must be an absolute http or` | cf.issuer=login.example.com
					`.cf.issuer must be an absolute http or` | cf.issuer=file:///etc/passwd
					`.cf.key-set-url must be an absolute` | cf.key-set-url=/keys
					`.cf.key-set-url must be an absolute` | cf.key-set-url=file:///etc/keys
					`.cf.key-set-url must be an absolute` | cf.key-set-url=https://a b
					`.cf.key-set-url must be an absolute` | cf.key-set-url=https://user:pass@a/keys
					`.cf.key-set-url must be an absolute` | cf.key-set-url=https://a:99999/keys
					`.cf.key-set-url must be an absolute` | cf.key-set-url=https://a:0/keys
					`.cf.issuer must be an absolute http or` | cf.issuer=https://a:99999
					`.cf.issuer must be an absolute http or` | cf.issuer=https://user:pass@a/x
					`.cf.header must be the name of a header` | cf.header=Proxy-Authorization
					`.cf.audience must be set` | cf.audience=
					`.cf.header must be the name of a header` | cf.header=X Signed
					`.cf.header must be the name of a header` | cf.header=X-Signed:
					`.cf.header must be the name of a header` | cf.header=Cookie
					`.cf.header must be the name of a header` | cf.header=relay-project
					`.cf.caller-claim must not be empty` | cf.caller-claim=
					`.cf.algorithms must be among RS256` | cf.algorithms=HS256
					`.cf.algorithms must be among RS256` | cf.algorithms=RS256,none
					`.cf.algorithms must be among RS256` | cf.algorithms=rs256
					`.cf.signer is for the format aws-alb alone` | cf.signer=arn
					`.cf.header must be set, to x-amzn` | cf.format=aws-alb
					`.alb.audience must be empty` | alb.audience=relay
					`.alb.signer must be set` | alb.signer=
					`.alb.signer must be the ARN` | alb.signer=arn:aws:elasticloadbalancing:a.example.com/:123456789012:loadbalancer/app/a/1
					`.alb.signer must be the ARN` | alb.signer=front
					`.cf has the issuer and the header` | alb.issuer=https://id.example.com;alb.header=x-signed;cf.header=X-Signed
					` has a short name that is not of` | Cloudflare.issuer=x
					` has a short name that is not of` | `[a b].issuer=x`
					""")
	void whatCannotBeRightStopsTheStart(String sentence, String settings) {
		assertThatThrownBy(() -> bound(settings)).hasRootCauseInstanceOf(IllegalArgumentException.class)
			.rootCause()
			.message()
			.startsWith("relay.jwt.issuers" + sentence);
	}

	@Test
	void theSingleFormIsTheEntryDefault() {
		JwtProperties properties = bound("../issuer=https://id.example.com;../audience=a,b;cf.header=X-Signed");

		assertThat(properties.entries()).containsOnlyKeys("cf", "alb", "default");
		assertThat(properties.entries().get("default").audience()).containsExactly("a", "b");
		assertThat(properties.assertionHeaders()).containsExactly("x-amzn-oidc-data", "X-Signed");
		assertThatThrownBy(() -> bound("../issuer=https://id.example.com;../audience=a")).rootCause()
			.hasMessageStartingWith("relay.jwt.issuer is the entry default of relay.jwt.issuers");
		assertThatThrownBy(() -> bound(
				"../issuer=https://a.example.com;../audience=a;default.issuer=https://b.example.com;default.audience=a"))
			.rootCause()
			.hasMessageStartingWith("relay.jwt.issuer is the entry default of relay.jwt.issuers");
	}

	@Test
	void anIssuerIsAnyTextWhereItsKeysAreNamed() {
		JwtProperties properties = bound("cf.issuer=urn:a b;cf.key-set-url=http://127.0.0.1/keys");

		assertThat(properties.entries().get("cf").issuer()).isEqualTo("urn:a b");
		assertThat(properties.entries().get("cf").algorithms()).containsExactly("RS256", "ES256");
	}

	@Test
	void theKeysOfABalancerAreInItsRegionUnlessSaidOtherwise() {
		assertThat(bound("").entries().get("alb").keyFolder())
			.isEqualTo("https://public-keys.auth.elb.us-gov-west-1.amazonaws.com/");
		assertThat(bound("alb.key-set-url=https://keys.example.com/alb").entries().get("alb").keyFolder())
			.isEqualTo("https://keys.example.com/alb");
	}

	// Two entries that are right, with these settings changed.
	private static JwtProperties bound(String changes) {
		Map<String, String> settings = new HashMap<>(
				Map.of("cf.issuer", "https://id.example.com", "cf.audience", "relay", "alb.format", "aws-alb",
						"alb.issuer", "https://id.example.com", "alb.header", "x-amzn-oidc-data", "alb.signer", ARN));
		for (String change : StringUtils.delimitedListToStringArray(changes, ";")) {
			if (!change.isEmpty()) {
				settings.put(change.substring(0, change.indexOf('=')), change.substring(change.indexOf('=') + 1));
			}
		}
		Map<String, String> source = new HashMap<>();
		settings.forEach((name, value) -> source.put(name.startsWith("../") ? "relay.jwt." + name.substring(3)
				: "relay.jwt.issuers" + (name.startsWith("[") ? "" : ".") + name, value));
		return new Binder(List.of(new MapConfigurationPropertySource(source))).bindOrCreate("relay.jwt",
				JwtProperties.class);
	}

}
