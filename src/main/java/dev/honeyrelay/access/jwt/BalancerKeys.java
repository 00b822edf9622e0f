package dev.honeyrelay.access.jwt;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.honeyrelay.outbound.DocumentClient;
import io.github.bucket4j.Bucket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the keys of an AWS load balancer, which publishes each one by its id, as a PEM.
 * Each is kept as the key set of another issuer is; there are few of them, and no token
 * can have more fetched than so many.
 */
final class BalancerKeys implements JWKSource<SecurityContext> {

	private static final Logger log = LoggerFactory.getLogger(BalancerKeys.class);

	// One segment of a path, whatever a token says.
	private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

	private static final Pattern PEM = Pattern
		.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

	private static final int MOST_KEYS = 32;

	private static final int FETCHES = 10;

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final IssuerDocuments documents;

	private final String shortName;

	private final String folder;

	private final Cache<String, JWKSource<SecurityContext>> known = Caffeine.newBuilder()
		.maximumSize(MOST_KEYS)
		.build();

	private final Bucket unknown = Bucket.builder()
		.addLimit((limit) -> limit.capacity(FETCHES).refillGreedy(FETCHES, INTERVAL))
		.build();

	BalancerKeys(String shortName, String folder, DocumentClient documents) {
		this.shortName = shortName;
		this.folder = folder.endsWith("/") ? folder : folder + '/';
		this.documents = new IssuerDocuments(documents);
		documents.expect("Keys of the issuer " + shortName, URI.create(this.folder));
	}

	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		Set<String> ids = selector.getMatcher().getKeyIDs();
		String id = (ids != null && ids.size() == 1) ? ids.iterator().next() : null;
		if (id == null || !ID.matcher(id).matches()) {
			return List.of();
		}
		JWKSource<SecurityContext> key = sourceOf(id);
		try {
			List<JWK> keys = key.get(selector, context);
			if (keys.isEmpty()) {
				this.known.asMap().remove(id, key);
			}
			return keys;
		}
		catch (KeySourceException ex) {
			this.known.asMap().remove(id, key);
			throw ex;
		}
	}

	private synchronized JWKSource<SecurityContext> sourceOf(String id) throws RateLimitReachedException {
		JWKSource<SecurityContext> key = this.known.getIfPresent(id);
		if (key == null) {
			if (!this.unknown.tryConsume(1)) {
				throw new RateLimitReachedException();
			}
			key = IssuerKeys.kept(new Fetch(id));
			this.known.put(id, key);
		}
		return key;
	}

	private static ECKey keyIn(String pem, String id) throws GeneralSecurityException {
		Matcher matcher = PEM.matcher(pem);
		if (!matcher.matches()) {
			throw new GeneralSecurityException("no public key");
		}
		byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
		ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
		return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).keyID(id).build();
	}

	/**
	 * Fetches the one key of an id.
	 */
	private final class Fetch implements JWKSetSource<SecurityContext> {

		private final String id;

		Fetch(String id) {
			this.id = id;
		}

		@Override
		public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
				throws JWKSetUnavailableException {
			URI address = URI.create(BalancerKeys.this.folder + this.id);
			try {
				return new JWKSet(keyIn(BalancerKeys.this.documents.get(address), this.id));
			}
			catch (IssuerDocuments.NoDocumentException ex) {
				// Anybody can make up an id.
				return new JWKSet();
			}
			catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
				log.atWarn()
					.addKeyValue("issuer", BalancerKeys.this.shortName)
					.addKeyValue("reason", ex.getClass().getSimpleName())
					.log("key set of the issuer cannot be had, the last one stays in use");
				throw new JWKSetUnavailableException("no key", ex);
			}
		}

		@Override
		public void close() {
		}

	}

}
