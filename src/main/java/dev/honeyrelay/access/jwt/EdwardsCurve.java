package dev.honeyrelay.access.jwt;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.crypto.impl.CriticalHeaderParamsDeferral;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

/**
 * Has the JDK verify Ed25519 (RFC 8037), for which the library wants another one beside
 * it; all other algorithms are the library's.
 */
final class EdwardsCurve extends JWSVerificationKeySelector<SecurityContext> {

	private static final String ED25519 = "Ed25519";

	// RFC 8410 section 4: what stands before the 32 bytes of such a key.
	private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

	private static final int LENGTH = 32;

	EdwardsCurve(Set<JWSAlgorithm> accepted, JWKSource<SecurityContext> keys) {
		super(accepted, keys);
	}

	@Override
	public List<Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context) throws KeySourceException {
		if (!JWSAlgorithm.EdDSA.equals(header.getAlgorithm())) {
			return super.selectJWSKeys(header, context);
		}
		JWKMatcher matcher = createJWKMatcher(header);
		List<Key> keys = new ArrayList<>();
		if (matcher != null) {
			for (JWK key : getJWKSource().get(new JWKSelector(matcher), context)) {
				if (key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())
						&& pair.getDecodedX().length == LENGTH) {
					keys.add(keyOf(pair.getDecodedX()));
				}
			}
		}
		return keys;
	}

	private static PublicKey keyOf(byte[] point) throws KeySourceException {
		byte[] encoded = new byte[PREFIX.length + LENGTH];
		System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
		System.arraycopy(point, 0, encoded, PREFIX.length, LENGTH);
		try {
			return KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(encoded));
		}
		catch (GeneralSecurityException ex) {
			throw new KeySourceException("no key of this curve", ex);
		}
	}

	/**
	 * Makes verifiers of all algorithms.
	 */
	static final class Verifiers extends DefaultJWSVerifierFactory {

		@Override
		public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
			return (key instanceof EdECPublicKey edwards) ? new Verifier(edwards)
					: super.createJWSVerifier(header, key);
		}

	}

	/**
	 * Verifies with one key.
	 */
	private static final class Verifier extends BaseJWSProvider implements JWSVerifier {

		private final PublicKey key;

		Verifier(PublicKey key) {
			super(Set.of(JWSAlgorithm.EdDSA));
			this.key = key;
		}

		@Override
		public boolean verify(JWSHeader header, byte[] input, Base64URL signature) throws JOSEException {
			if (!JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
					|| !new CriticalHeaderParamsDeferral().headerPasses(header)) {
				return false;
			}
			try {
				Signature verifier = Signature.getInstance(ED25519);
				verifier.initVerify(this.key);
				verifier.update(input);
				return verifier.verify(signature.decode());
			}
			catch (SignatureException ex) {
				return false;
			}
			catch (GeneralSecurityException ex) {
				throw new JOSEException(ex.getMessage(), ex);
			}
		}

	}

}
