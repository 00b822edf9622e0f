package dev.honeyrelay.access.jwt;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.outbound.DirectWay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * From where the keys of an issuer are fetched, what of them is understood, and how
 * seldom they are asked for.
 */
class KeyFetchTests {

	private static DirectWay way;

	private StandInIssuer issuer;

	@BeforeAll
	static void open() {
		way = new DirectWay();
	}

	@AfterAll
	static void close() {
		way.close();
	}

	@BeforeEach
	void start() throws JOSEException {
		this.issuer = new StandInIssuer();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	@Test
	void theIssuerSaysWhereItsKeysAre() throws KeySourceException {
		assertThat(ids(keys(this.issuer.url(), null))).containsExactly("one", "two");
		assertThat(way.destinations()).anyMatch((line) -> line.startsWith("Keys of the issuer staff: ")
				&& line.contains(URI.create(this.issuer.url()).getAuthority()));
	}

	@Test
	void theSlashAtAnIssuersEndIsNotDoubled() throws KeySourceException {
		String url = this.issuer.url() + "/";
		this.issuer.serves("/.well-known/openid-configuration",
				"{\"issuer\":\"%s\",\"jwks_uri\":\"%skeys\"}".formatted(url, url));

		assertThat(ids(keys(url, null))).containsExactly("one", "two");
	}

	@Test
	void anAddressOfTheSettingsIsAskedAtOnce() throws KeySourceException {
		this.issuer.serves("/elsewhere", "{\"keys\":[]}");

		assertThat(ids(keys("any text", this.issuer.url() + "/keys"))).containsExactly("one", "two");
		assertThat(ids(keys("any text", this.issuer.url() + "/elsewhere"))).isEmpty();
	}

	@Test
	void keysAreKeptAndAskedForSeldom() throws KeySourceException {
		JWKSource<SecurityContext> keys = keys("any text", this.issuer.url() + "/keys");

		assertThat(ids(keys)).hasSize(2);
		assertThat(ids(keys)).hasSize(2);
		assertThat(this.issuer.fetches()).isOne();
		assertThatExceptionOfType(RateLimitReachedException.class).isThrownBy(() -> {
			for (int times = 0; times < 3; times++) {
				keys.get(selector("unknown"), null);
			}
		});
		assertThat(this.issuer.fetches()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"issuer\":\"http://other.example.com\",\"jwks_uri\":\"%s/keys\"}",
			"{\"jwks_uri\":\"%s/keys\"}", "{\"issuer\":\"%s\"}", "{\"issuer\":\"%s\",\"jwks_uri\":\"/keys\"}",
			"{\"issuer\":\"%s\",\"jwks_uri\":\"http://127.0.0.1:1/keys\"}", "{\"issuer\":\"%s\",\"jwks_uri\":\" \"}",
			"no document" })
	void noOthersWordIsTakenForWhereTheKeysAre(String configuration) {
		LogWatch log = LogWatch.anew();
		this.issuer.serves("/.well-known/openid-configuration", configuration.replace("%s", this.issuer.url()));

		assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> ids(keys(this.issuer.url(), null)));
		assertThat(log.warnings()).singleElement().asString().contains("cannot be had", "issuer=\"staff\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"keys\":{}}", "[]", "" })
	void whatIsNoKeySetIsNotTakenForAnEmptyOne(String document) {
		this.issuer.serves("/set", document);

		assertThatExceptionOfType(KeySourceException.class)
			.isThrownBy(() -> ids(keys("any text", this.issuer.url() + "/set")));
	}

	@Test
	void keysThatAreNotUnderstoodAreSkippedCountedAndToldOnce() throws KeySourceException {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		LogWatch log = LogWatch.anew();
		String set = "{\"keys\":[7,null,{\"kty\":\"NEW\"}," + this.issuer.elliptic().toPublicJWK().toJSONString()
				+ "]}";
		this.issuer.serves("/odd", set);
		this.issuer.serves("/even", "{\"keys\":[]}");
		IssuerProperties odd = properties("any text", this.issuer.url() + "/odd");
		KeySetMetrics meters = meters(odd);
		meters.bindTo(registry);

		for (int times = 0; times < 2; times++) {
			assertThat(ids(IssuerKeys.of("staff", odd, meters, way.documents()))).containsExactly("two");
			assertThat(registry.get("relay.jwt.keys.skipped").tag("issuer", "staff").gauge().value()).isEqualTo(3);
			assertThat(log.warnings()).singleElement().asString().contains("keys of the issuer skipped", "keys=\"3\"");
		}
		assertThat(ids(
				IssuerKeys.of("staff", properties("any text", this.issuer.url() + "/even"), meters, way.documents())))
			.isEmpty();
		assertThat(registry.get("relay.jwt.keys.skipped").gauge().value()).isZero();
		assertThat(log.warnings()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "http://a/x, http://a/y, true", "http://a, http://A:80/y, true", "https://a:443, HTTPS://a/, true",
			"https://a:444, https://a:444/x, true", "http://a:0, http://a:0/x, true", "http://a, https://a, false",
			"http://a:443, https://a:443, false", "http://a, http://b, false", "http://a, http://a:81, false",
			"https://a, https://a:80, false", "http://a:0, http://a, false", "ftp://a, ftp://a, false",
			"http://a, /x, false", "http://a, http:/x, false", "http:/x, http:/x, false", "/x, /x, false" })
	void anOriginIsSchemeHostAndPort(URI one, URI other, boolean same) {
		assertThat(IssuerDocuments.isSameOrigin(one, other)).isEqualTo(same);
	}

	@Test
	void aRedirectWithinTheOriginIsFollowedThreeTimes() throws IOException {
		IssuerDocuments documents = new IssuerDocuments(way.documents());
		URI moved = URI.create(this.issuer.url() + "/moved");

		this.issuer.redirectsTo("/keys");
		assertThat(documents.get(moved)).contains("two");
		this.issuer.redirectsTo("/moved");
		int before = this.issuer.fetches();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> documents.get(moved))
			.withMessage("too many redirects");
		assertThat(this.issuer.fetches() - before).as("the address and three redirects").isEqualTo(4);
		for (String elsewhere : List.of("http://127.0.0.1:1/keys", "https://127.0.0.1/keys", "file:///keys")) {
			this.issuer.redirectsTo(elsewhere);
			assertThatExceptionOfType(IssuerDocuments.OtherOriginException.class)
				.isThrownBy(() -> documents.get(moved));
		}
	}

	@ParameterizedTest
	@CsvSource({ "300", "302", "399" })
	void whateverRedirectsIsFollowed(int status) throws IOException {
		assertThat(get(status)).contains("two");
	}

	@ParameterizedTest
	@CsvSource({ "400, true", "404, true", "499, true", "500, false", "204, false", "299, false" })
	void onlyWhoSaysSoHasNoDocument(int status, boolean none) {
		IOException failure = catchThrowableOfType(IOException.class, () -> get(status));

		assertThat(failure instanceof IssuerDocuments.NoDocumentException).isEqualTo(none);
		if (!none) {
			assertThat(failure).hasMessage("status " + status);
		}
	}

	private String get(int status) throws IOException {
		this.issuer.answers("/status", status);
		return new IssuerDocuments(way.documents()).get(URI.create(this.issuer.url() + "/status"));
	}

	@Test
	void aBalancersKeyIsFetchedByItsId() throws Exception {
		this.issuer.serves("/alb/a-1", pem(this.issuer.elliptic()));
		for (String folder : List.of("/alb", "/alb/")) {
			BalancerKeys keys = new BalancerKeys("alb", this.issuer.url() + folder, way.documents());
			int before = this.issuer.fetches();

			for (int times = 0; times < 3; times++) {
				assertThat(((ECKey) keys.get(selector("a-1"), null).getFirst()).toECPublicKey())
					.isEqualTo(this.issuer.elliptic().toECPublicKey());
			}
			assertThat(this.issuer.fetches() - before).isOne();
		}
		assertThat(way.destinations()).anyMatch((line) -> line.startsWith("Keys of the issuer alb: "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "a/b", "../outside", "-a", "a b", "a?b" })
	void whatIsNoIdIsNotAskedFor(String id) throws Exception {
		BalancerKeys keys = new BalancerKeys("alb", this.issuer.url() + "/alb", way.documents());
		this.issuer.serves("/", pem(this.issuer.elliptic()));

		assertThat(keys.get(selector(id), null)).isEmpty();
		assertThat(keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null)).isEmpty();
		assertThat(keys.get(new JWKSelector(new JWKMatcher.Builder().keyIDs("a", "b").build()), null)).isEmpty();
		assertThat(this.issuer.fetches()).isZero();
	}

	@Test
	void aBalancersKeyThatIsNotThereIsNoFaultAndOneThatCannotBeReadIs() throws Exception {
		LogWatch log = LogWatch.anew();
		BalancerKeys keys = new BalancerKeys("alb", this.issuer.url() + "/alb", way.documents());
		this.issuer.answers("/alb/gone", 404);
		this.issuer.serves("/alb/garbage", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
		this.issuer.serves("/alb/text", "nothing");

		assertThat(keys.get(selector("gone"), null)).isEmpty();
		assertThat(log.warnings()).isEmpty();
		for (String id : List.of("garbage", "text")) {
			assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> keys.get(selector(id), null));
		}
		assertThat(log.warnings()).hasSize(2);
	}

	@Test
	void noTokenHasMoreThanSoManyKeysFetched() throws Exception {
		this.issuer.serves("/alb/", "nothing");
		this.issuer.serves("/alb/good", pem(this.issuer.elliptic()));
		BalancerKeys keys = new BalancerKeys("alb", this.issuer.url() + "/alb", way.documents());
		assertThat(keys.get(selector("good"), null)).hasSize(1);

		for (int number = 0; number < 50; number++) {
			String id = "made-up-" + number;
			assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> keys.get(selector(id), null));
		}

		assertThat(this.issuer.fetches()).isBetween(10, 15);
		assertThat(keys.get(selector("good"), null)).hasSize(1);
		assertThatExceptionOfType(RateLimitReachedException.class).isThrownBy(() -> keys.get(selector("x"), null));
	}

	private static String pem(ECKey key) throws JOSEException {
		return "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key.toPublicKey().getEncoded())
				+ "\n-----END PUBLIC KEY-----\n";
	}

	private static JWKSelector selector(String id) {
		return new JWKSelector(JWKMatcher.forJWSHeader(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(id).build()));
	}

	private static List<String> ids(JWKSource<SecurityContext> keys) throws KeySourceException {
		return keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).stream().map(JWK::getKeyID).toList();
	}

	private static JWKSource<SecurityContext> keys(String issuer, String url) {
		IssuerProperties properties = properties(issuer, url);
		return IssuerKeys.of("staff", properties, meters(properties), way.documents());
	}

	private static KeySetMetrics meters(IssuerProperties properties) {
		return new KeySetMetrics(
				new JwtProperties(null, null, List.of(), "sub", Duration.ZERO, Map.of(), Map.of("staff", properties)));
	}

	private static IssuerProperties properties(String issuer, String url) {
		return new IssuerProperties(issuer, url, List.of("relay"), "X-Assertion", "sub", null, Map.of(), List.of(),
				IssuerProperties.Format.JWT, null);
	}

}
