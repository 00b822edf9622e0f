package dev.honeyrelay.access.jwt;

import java.text.ParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.honeyrelay.access.RefusalReason;
import dev.honeyrelay.access.RefusedCredentialException;
import dev.honeyrelay.outbound.DocumentClient;
import org.jspecify.annotations.Nullable;

/**
 * Tells whom a JSON Web Token names, or what is wrong with it. A token is held against
 * the one issuer that the field it came in and its claim {@code iss} stand for, and never
 * against another.
 */
public final class JwtCallers {

	/** The field of most tokens. */
	public static final String AUTHORIZATION = IssuerProperties.AUTHORIZATION;

	// As an AWS load balancer has it.
	private static final Pattern PADDED = Pattern
		.compile("[A-Za-z0-9_-]+={0,2}\\.[A-Za-z0-9_-]+={0,2}\\.[A-Za-z0-9_-]*={0,2}");

	private static final Pattern SIGNED = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

	// By name of the field, in small letters, and then by issuer.
	private final Map<String, Map<String, IssuerTokens>> issuers = new HashMap<>();

	public JwtCallers(JwtProperties properties, KeySetMetrics meters, DocumentClient documents) {
		properties.entries().forEach((name, entry) -> {
			IssuerTokens tokens = new IssuerTokens(name, entry, properties.clockSkew(),
					entry.isBalancer() ? new BalancerKeys(name, entry.keyFolder(), documents)
							: IssuerKeys.of(name, entry, meters, documents));
			this.issuers.computeIfAbsent(lower(entry.header()), (field) -> new HashMap<>())
				.put(Objects.requireNonNull(entry.issuer()), tokens);
		});
	}

	/** Returns whether {@code token} has the form of one. */
	public static boolean isJwt(String token) {
		return SIGNED.matcher(token).matches();
	}

	/** Returns whether tokens are looked for in the field {@code header}. */
	public boolean isIn(String header) {
		return this.issuers.containsKey(lower(header));
	}

	/**
	 * Returns whom {@code token} names.
	 * @param header the field that it came in, one of those in which tokens are looked
	 * for
	 * @throws RefusedCredentialException if anything is wrong with it
	 */
	public TokenIdentity identityIn(String header, String token) {
		String named = issuerIn(token);
		IssuerTokens issuer = (named != null) ? this.issuers.getOrDefault(lower(header), Map.of()).get(named) : null;
		if (issuer == null) {
			throw new RefusedCredentialException(RefusalReason.JWT_ISSUER);
		}
		return issuer.verify(token);
	}

	// Not verified yet: it only says which issuer's keys are to verify it.
	private static @Nullable String issuerIn(String token) {
		if (!PADDED.matcher(token).matches()) {
			throw new RefusedCredentialException(RefusalReason.JWT_MALFORMED);
		}
		try {
			Base64URL[] parts = JOSEObject.split(token);
			String issuer = JSONObjectUtils.getString(JSONObjectUtils.parse(parts[1].decodeToString()), "iss");
			return (issuer != null) ? issuer
					: JSONObjectUtils.getString(JSONObjectUtils.parse(parts[0].decodeToString()), "iss");
		}
		catch (ParseException ex) {
			throw new RefusedCredentialException(RefusalReason.JWT_MALFORMED);
		}
	}

	private static String lower(String header) {
		return header.toLowerCase(Locale.ROOT);
	}

}
