package dev.honeyrelay.access.jwt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * An issuer of tokens that publishes its key set, unless it is told to be down.
 */
@SuppressWarnings("JavaUtilDate")
public final class StandInIssuer implements AutoCloseable {

	/** A claim of all its tokens, by which they are known wherever they show. */
	public static final String CANARY = "canary-of-signed-tokens-4711";

	// Of issuers that are closed. To make one takes a second, and no two that are open
	// have the same.
	private static final Queue<RSAKey> SPARE = new ConcurrentLinkedQueue<>();

	private final RSAKey rsa = key();

	private final ECKey elliptic = new ECKeyGenerator(Curve.P_256).keyID("two").generate();

	private final HttpServer server;

	private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();

	private final AtomicInteger fetches = new AtomicInteger();

	private final AtomicInteger failures = new AtomicInteger();

	private volatile String keys;

	private volatile String keySetUrl;

	private volatile String redirect;

	private volatile boolean down;

	public StandInIssuer() throws JOSEException {
		publish(this.rsa, this.elliptic);
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		at("/.well-known/openid-configuration", (exchange) -> answer(exchange, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}"
			.formatted(url(), (this.keySetUrl != null) ? this.keySetUrl : url() + "/keys")));
		at("/moved", (exchange) -> {
			this.fetches.incrementAndGet();
			exchange.getResponseHeaders().set("Location", this.redirect);
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		at("/keys", (exchange) -> {
			this.fetches.incrementAndGet();
			answer(exchange, this.keys);
		});
		this.server.start();
	}

	/** Answers {@code path} with {@code text} from now on. */
	void serves(String path, String text) {
		at(path, (exchange) -> {
			this.fetches.incrementAndGet();
			answer(exchange, text);
		});
	}

	/**
	 * Answers {@code path} with {@code status} from now on, and says where its keys are.
	 */
	void answers(String path, int status) {
		at(path, (exchange) -> {
			exchange.getResponseHeaders().set("Location", "/keys");
			exchange.sendResponseHeaders(status, -1);
			exchange.close();
		});
	}

	/** Returns the key "one". */
	RSAKey rsa() {
		return this.rsa;
	}

	/** Returns the key "two". */
	ECKey elliptic() {
		return this.elliptic;
	}

	/** Returns claims that are good for grafana. */
	public JWTClaimsSet.Builder claims() {
		return new JWTClaimsSet.Builder().issuer(url())
			.subject("grafana")
			.claim("canary", CANARY)
			.audience(List.of("relay", "another"))
			.expirationTime(inSeconds(300));
	}

	/** Returns a token with {@code claims}. */
	public String signed(JWTClaimsSet.Builder claims) throws JOSEException {
		return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims, new RSASSASigner(this.rsa));
	}

	/** Returns a token that would be good if its key were known. */
	String withUnknownKey() throws JOSEException {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(UUID.randomUUID().toString()).build();
		return sign(header, claims(), new RSASSASigner(this.rsa));
	}

	/**
	 * Returns a token with just these claims, signed with the key that {@code algorithm}
	 * needs.
	 */
	String signed(JWSAlgorithm algorithm, String type, JWTClaimsSet claims) throws JOSEException {
		boolean curve = JWSAlgorithm.Family.EC.contains(algorithm);
		JWSHeader header = new JWSHeader.Builder(algorithm).keyID(curve ? "two" : "one")
			.type(new JOSEObjectType(type))
			.build();
		return sign(header, new JWTClaimsSet.Builder(claims),
				curve ? new ECDSASigner(this.elliptic) : new RSASSASigner(this.rsa));
	}

	/** Returns a token made of just this. */
	String sign(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer) throws JOSEException {
		SignedJWT token = new SignedJWT(header, claims.build());
		token.sign(signer);
		return token.serialize();
	}

	public static Date inSeconds(long seconds) {
		return Date.from(Instant.now().plusSeconds(seconds));
	}

	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** Publishes the public halves of {@code keys} from now on. */
	void publish(JWK... keys) {
		this.keys = new JWKSet(List.of(keys)).toPublicJWKSet().toString();
	}

	/** Publishes {@code members} before the keys that are published already. */
	void publishBefore(String members) {
		this.keys = this.keys.replaceFirst("\\[", "[" + java.util.regex.Matcher.quoteReplacement(members) + ',');
	}

	/** Says from now on that its key set is there. */
	void namesKeySet(String url) {
		this.keySetUrl = url;
	}

	/** Redirects from {@code /moved} to there from now on. */
	void redirectsTo(String location) {
		this.redirect = location;
	}

	/** Fails from now on, or no longer. */
	void fails(boolean down) {
		this.down = down;
	}

	/** Returns how often the key set was asked for. */
	int fetches() {
		return this.fetches.get();
	}

	/** Returns how often it has failed. */
	int failures() {
		return this.failures.get();
	}

	@Override
	public void close() {
		this.server.stop(0);
		SPARE.add(this.rsa);
	}

	private static RSAKey key() throws JOSEException {
		RSAKey spare = SPARE.poll();
		return (spare != null) ? spare : new RSAKeyGenerator(2048).keyID("one").generate();
	}

	private void at(String path, HttpHandler handler) {
		if (this.handlers.put(path, handler) == null) {
			this.server.createContext(path, (exchange) -> this.handlers.get(path).handle(exchange));
		}
	}

	private void answer(HttpExchange exchange, String text) throws IOException {
		if (this.down) {
			this.failures.incrementAndGet();
		}
		try (exchange) {
			byte[] body = text.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(this.down ? 503 : 200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

}
