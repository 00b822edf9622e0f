package dev.honeyrelay.access.jwt;

import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.honeyrelay.outbound.DocumentClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

/**
 * Fetches the key set of the issuer. First when a token asks for it, so that no start
 * needs the issuer.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

	private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

	private static final Duration FRESH = Duration.ofMinutes(15);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	// Tokens with key ids that nobody knows must not become a flood at the issuer.
	private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

	// As long as stored answers outlive a refused key.
	private static final Duration OUTAGE = Duration.ofHours(24);

	private final IssuerDocuments documents;

	private final KeySetMetrics meters;

	private final String shortName;

	private final String issuer;

	private final @Nullable String keySetUrl;

	private IssuerKeys(String shortName, IssuerProperties properties, KeySetMetrics meters, DocumentClient documents) {
		this.documents = new IssuerDocuments(documents);
		this.meters = meters;
		this.shortName = shortName;
		this.issuer = Objects.requireNonNull(properties.issuer());
		this.keySetUrl = properties.keySetUrl();
	}

	/** Returns the keys of the issuer, as far as it can be reached. */
	static JWKSource<SecurityContext> of(String shortName, IssuerProperties properties, KeySetMetrics meters,
			DocumentClient documents) {
		IssuerKeys keys = new IssuerKeys(shortName, properties, meters, documents);
		documents.expect("Keys of the issuer " + shortName, URI.create(keys.firstAddress()));
		return kept(keys);
	}

	/**
	 * Returns what {@code fetched} brings, kept for a while, asked for seldom, and good
	 * for a day in which it cannot be had.
	 */
	static JWKSource<SecurityContext> kept(JWKSetSource<SecurityContext> fetched) {
		return JWKSourceBuilder.create(fetched)
			.cache(FRESH.toMillis(), PATIENCE.toMillis())
			.refreshAheadCache(false)
			.rateLimited(BETWEEN_FETCHES.toMillis())
			.outageTolerant(OUTAGE.toMillis())
			.build();
	}

	@Override
	public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
			throws JWKSetUnavailableException {
		try {
			return keysIn(this.documents.get(keySetAddress()));
		}
		catch (IOException | ParseException | IllegalArgumentException ex) {
			log.atWarn()
				.addKeyValue("issuer", this.shortName)
				.addKeyValue("reason", ex.getClass().getSimpleName())
				.log("key set of the issuer cannot be had, the last one stays in use");
			throw new JWKSetUnavailableException("no key set", ex);
		}
	}

	@Override
	public void close() {
	}

	// The issuer may name its own addresses only: any other would be asked for in the
	// relay's network.
	private URI keySetAddress() throws IOException, ParseException {
		URI location = URI.create(firstAddress());
		if (StringUtils.hasText(this.keySetUrl)) {
			return location;
		}
		Map<String, Object> configuration = JSONObjectUtils.parse(this.documents.get(location));
		if (!this.issuer.equals(JSONObjectUtils.getString(configuration, "issuer"))) {
			throw new ParseException("the configuration is another issuer's", 0);
		}
		URI named = URI.create(Objects.requireNonNullElse(JSONObjectUtils.getString(configuration, "jwks_uri"), ""));
		if (!IssuerDocuments.isSameOrigin(location, named)) {
			throw new IssuerDocuments.OtherOriginException();
		}
		return named;
	}

	private String firstAddress() {
		if (StringUtils.hasText(this.keySetUrl)) {
			return this.keySetUrl;
		}
		String base = this.issuer.endsWith("/") ? this.issuer.substring(0, this.issuer.length() - 1) : this.issuer;
		return base + "/.well-known/openid-configuration";
	}

	private JWKSet keysIn(String document) throws ParseException {
		if (!(JSONObjectUtils.parse(document).get("keys") instanceof List<?> keys)) {
			throw new ParseException("no key set", 0);
		}
		List<JWK> understood = new ArrayList<>();
		for (Object key : keys) {
			JWK known = (key instanceof Map<?, ?> members) ? keyOf(members) : null;
			if (known != null) {
				understood.add(known);
			}
		}
		tellOfSkipped(keys.size() - understood.size());
		return new JWKSet(understood);
	}

	// One that is not understood is skipped (RFC 7517 section 5), whatever the library
	// makes of it.
	private static @Nullable JWK keyOf(Map<?, ?> members) {
		Map<String, Object> key = new LinkedHashMap<>();
		members.forEach((name, value) -> key.put(String.valueOf(name), value));
		try {
			return JWK.parse(key);
		}
		catch (ParseException | RuntimeException ex) {
			return null;
		}
	}

	private void tellOfSkipped(int keys) {
		if (this.meters.skipped(this.shortName, keys) != keys && keys > 0) {
			log.atWarn()
				.addKeyValue("issuer", this.shortName)
				.addKeyValue("keys", keys)
				.log("keys of the issuer skipped");
		}
	}

}
