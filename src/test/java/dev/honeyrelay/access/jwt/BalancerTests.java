package dev.honeyrelay.access.jwt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import dev.honeyrelay.harness.LogWatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an AWS load balancer adds to requests, with padding and keys one by one.
 */
class BalancerTests {

	private static final String PATH = "/v1/runs/balancer/result";

	private static final String FIELD = "x-amzn-oidc-data";

	private static final String ARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/front/50dc6c495c0c9188";

	private static final String ID = "c8f0a1de-0000-4000-8000-1234567890ab";

	private static final String ISSUER = "https://id.example.com/realms/staff";

	private static StandInIssuer keys;

	private static ECKey key;

	private static TeamRelay relay;

	@BeforeAll
	static void start() throws JOSEException {
		keys = new StandInIssuer();
		key = new ECKeyGenerator(Curve.P_256).generate();
		keys.serves("/alb/" + ID, pem(key));
		keys.serves("/alb/garbage", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
		keys.serves("/outside", pem(key));
		relay = open();
	}

	private static TeamRelay open() {
		return TeamRelay.start("--relay.jwt.issuers.alb.format=aws-alb", "--relay.jwt.issuers.alb.issuer=" + ISSUER,
				"--relay.jwt.issuers.alb.header=" + FIELD, "--relay.jwt.issuers.alb.signer=" + ARN,
				"--relay.jwt.issuers.alb.key-set-url=" + keys.url() + "/alb",
				"--relay.jwt.issuers.alb.caller-claim=email",
				"--relay.jwt.issuers.alb.projects[alice@example.com]=support-bot");
	}

	@AfterAll
	static void stop() {
		relay.close();
		keys.close();
	}

	@Test
	void theBalancersWordIsTakenWithItsPaddingAndWithoutAnAudience() throws JOSEException {
		int before = keys.fetches();

		// Names of several lengths, so that there is padding of each.
		for (String name : List.of("", "x", "xx", "xxx")) {
			String token = token(header(), claims("given_name", name));
			assertThat(relay.getWith(PATH, FIELD, token).body()).as(token).contains("support-bot");
		}
		assertThat(keys.fetches() - before).isLessThanOrEqualTo(1);
		// Where only the header says who issued it and until when it is good.
		assertThat(statusOf(header(), claims("iss", null))).isEqualTo(200);
		assertThat(statusOf(header(), claims("exp", null))).isEqualTo(200);
		assertThat(statusOf(header("exp", null, "iss", null), claims())).isEqualTo(200);
		assertThat(relay.get(Team.GRAFANA, PATH, FIELD, token(header(), claims())).body()).contains("search-quality");
	}

	@Test
	void whateverIsWrongIsToldByItsClass() throws JOSEException {
		long past = second(-120);
		expect("jwt-signer", header("signer", ARN.replace("front", "other")), claims());
		expect("jwt-signer", header("signer", null), claims());
		expect("jwt-signer", header("signer", List.of(ARN)), claims());
		expect("jwt-time", header("exp", past), claims());
		expect("jwt-time", header(), claims("exp", past));
		expect("jwt-time", header("exp", null), claims("exp", null));
		expect("jwt-issuer", header("iss", "https://id.example.net"), claims());
		expect("jwt-issuer", header(), claims("iss", "https://id.example.net"));
		expect("jwt-issuer", header("iss", null), claims("iss", null));
		expect("jwt-name", header(), claims("email", null));
		expect("jwt-signature", header("kid", null), claims());
		for (String id : List.of("../outside", "..%2Foutside", "a/b", "?", "#", "", ".", "..", "a.b", "é",
				"x".repeat(65), "http://" + keys.url() + "/outside", "not-there")) {
			expect("jwt-signature", header("kid", id), claims());
		}
		expect("jwt-signature", header("alg", "none"), claims());
		expect("jwt-malformed", Map.of(), claims());
	}

	@Test
	void aKeyThatCannotBeReadIsToldAndMadeUpOnesAreNot() throws JOSEException {
		LogWatch log = LogWatch.anew();

		assertThat(statusOf(header("kid", "not-there"), claims())).isEqualTo(401);
		assertThat(log.warnings()).isEmpty();
		assertThat(statusOf(header("kid", "garbage"), claims())).isEqualTo(401);
		assertThat(log.warnings()).singleElement().asString().contains("key set of the issuer cannot be had", "alb");
		assertThat(statusOf(header(), claims())).isEqualTo(200);
	}

	@Test
	void aFloodOfMadeUpKeysIsNotPassedOnAndOthersAreServed() throws JOSEException {
		try (TeamRelay flooded = open()) {
			assertThat(flooded.getWith(PATH, FIELD, token(header(), claims())).statusCode()).isEqualTo(200);
			long start = System.nanoTime();
			keys.serves("/alb/made-up", "nothing");
			int before = keys.fetches();

			for (int number = 0; number < 200; number++) {
				String madeUp = token(header("kid", "made-up-" + number), claims());
				assertThat(flooded.getWith(PATH, FIELD, madeUp).statusCode()).isEqualTo(401);
				assertThat(flooded.getWith(PATH, FIELD, token(header(), claims())).statusCode()).isEqualTo(200);
			}

			long seconds = 2 + (System.nanoTime() - start) / 1_000_000_000;
			assertThat(keys.fetches() - before).isPositive().isLessThanOrEqualTo(Math.toIntExact(10 + seconds));
		}
	}

	private static void expect(String reason, Map<String, Object> header, Map<String, Object> claims)
			throws JOSEException {
		LogWatch log = LogWatch.anew();
		assertThat(statusOf(header, claims)).as(header.toString()).isEqualTo(401);
		assertThat(log.lines().stream().filter((line) -> line.contains("credential refused"))).as(header.toString())
			.allSatisfy((line) -> assertThat(line).contains("reason=\"" + reason + '"'));
	}

	private static int statusOf(Map<String, Object> header, Map<String, Object> claims) throws JOSEException {
		return relay.getWith(PATH, FIELD, token(header, claims)).statusCode();
	}

	private static Map<String, Object> header(Object... changes) {
		Map<String, Object> header = new LinkedHashMap<>(Map.of("typ", "JWT", "kid", ID, "alg", "ES256", "iss", ISSUER,
				"client", "relay", "signer", ARN, "exp", second(120)));
		return changed(header, changes);
	}

	private static Map<String, Object> claims(Object... changes) {
		Map<String, Object> claims = new LinkedHashMap<>(Map.of("sub", "1234", "email", "alice@example.com", "canary",
				StandInIssuer.CANARY, "iss", ISSUER, "exp", second(120)));
		return changed(claims, changes);
	}

	private static long second(long fromNow) {
		return Instant.now().getEpochSecond() + fromNow;
	}

	private static Map<String, Object> changed(Map<String, Object> members, Object... changes) {
		for (int index = 0; index < changes.length; index += 2) {
			members.put((String) changes[index], changes[index + 1]);
		}
		members.values().removeIf((value) -> value == null);
		return members;
	}

	// As the balancer makes it: base64 with padding, which is part of what is signed.
	private static String token(Map<String, Object> header, Map<String, Object> claims) throws JOSEException {
		String input = padded(JSONObjectUtils.toJSONString(header).getBytes(StandardCharsets.UTF_8)) + '.'
				+ padded(JSONObjectUtils.toJSONString(claims).getBytes(StandardCharsets.UTF_8));
		byte[] signature = new ECDSASigner(key)
			.sign(new JWSHeader(JWSAlgorithm.ES256), input.getBytes(StandardCharsets.US_ASCII))
			.decode();
		return input + '.' + padded(signature);
	}

	private static String padded(byte[] bytes) {
		return Base64.getUrlEncoder().encodeToString(bytes);
	}

	private static String pem(ECKey key) throws JOSEException {
		return "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key.toPublicKey().getEncoded())
				+ "\n-----END PUBLIC KEY-----\n";
	}

}
