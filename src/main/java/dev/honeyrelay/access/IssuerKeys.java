package dev.honeyrelay.access;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
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

	private static final int LONGEST = 512 * 1024;

	private final ResourceRetriever retriever = new DefaultResourceRetriever(2_000, 3_000, LONGEST);

	private final String issuer;

	private final @Nullable String keySetUrl;

	private IssuerKeys(JwtProperties properties) {
		this.issuer = Objects.requireNonNull(properties.issuer());
		this.keySetUrl = properties.keySetUrl();
	}

	/**
	 * Returns the keys, kept for a while, asked for seldom, and good for a day in which
	 * the issuer cannot be reached.
	 */
	static JWKSource<SecurityContext> of(JwtProperties properties) {
		return JWKSourceBuilder.create(new IssuerKeys(properties))
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
			return JWKSet.parse(content(urlOfKeySet()));
		}
		catch (IOException | ParseException | IllegalArgumentException ex) {
			log.atWarn()
				.addKeyValue("issuer", this.issuer)
				.addKeyValue("reason", ex.getClass().getSimpleName())
				.log("key set of the issuer cannot be had, the last one stays in use");
			throw new JWKSetUnavailableException("no key set", ex);
		}
	}

	@Override
	public void close() {
	}

	private String urlOfKeySet() throws IOException, ParseException {
		if (StringUtils.hasText(this.keySetUrl)) {
			return this.keySetUrl;
		}
		String base = this.issuer.endsWith("/") ? this.issuer.substring(0, this.issuer.length() - 1) : this.issuer;
		Map<String, Object> configuration = JSONObjectUtils.parse(content(base + "/.well-known/openid-configuration"));
		if (!this.issuer.equals(JSONObjectUtils.getString(configuration, "issuer"))) {
			throw new ParseException("the configuration is another issuer's", 0);
		}
		return Objects.requireNonNullElse(JSONObjectUtils.getString(configuration, "jwks_uri"), "");
	}

	private String content(String url) throws IOException {
		URL location = URI.create(url).toURL();
		return this.retriever.retrieveResource(location).getContent();
	}

}
