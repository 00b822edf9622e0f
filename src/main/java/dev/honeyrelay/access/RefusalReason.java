package dev.honeyrelay.access;

import java.util.Locale;

/**
 * Why a credential is refused that is neither missing nor simply unknown, as the log
 * tells it. Says nothing of what was sent.
 */
public enum RefusalReason {

	/** There is more than one {@code Authorization} field. */
	AUTHORIZATION_TWICE,

	/** It is neither {@code Bearer} nor {@code Basic}. */
	AUTHORIZATION_SCHEME,

	/** What follows {@code Basic} is no user and password in Base64. */
	AUTHORIZATION_MALFORMED,

	/** The credentials file has the token, and it has expired. */
	TOKEN_EXPIRED,

	/** What came in a field for tokens is none, or cannot be read. */
	JWT_MALFORMED,

	/** The field for tokens of an issuer is there twice. */
	JWT_FIELD_TWICE,

	/** The issuer's keys cannot be had. */
	ISSUER_KEYS,

	/**
	 * The token names a key that is not known, and the issuer was asked for its keys a
	 * moment ago.
	 */
	JWT_KEY,

	/** No key of the issuer's verifies the token, or its algorithm is not accepted. */
	JWT_SIGNATURE,

	/** The header {@code typ} says that the token is something else. */
	JWT_TYPE,

	/** No entry of the settings has this issuer in this field. */
	JWT_ISSUER,

	/** Signed by another load balancer than the settings name. */
	JWT_SIGNER,

	/** Meant for others. */
	JWT_AUDIENCE,

	/** Expired, not valid yet, or valid for ever. */
	JWT_TIME,

	/** The claim that names the caller is missing, or is no name. */
	JWT_NAME,

	/** The gateway's fields came from outside its networks. */
	GATEWAY_NETWORK,

	/** The gateway's fields came without its secret. */
	GATEWAY_SECRET,

	/** One of the gateway's fields is there twice. */
	GATEWAY_FIELD_TWICE,

	/** A field is spelt almost as one of the gateway's. */
	GATEWAY_FIELD_SPELLING,

	/** The gateway names no user, or by what is no name. */
	GATEWAY_NAME,

	/** The gateway and the token name different callers. */
	GATEWAY_CONTRADICTED,

	/** Tokens in several fields name different callers. */
	JWT_CONTRADICTED,

	/** The user is known, and no setting gives it anything to read. */
	NOTHING_TO_READ;

	/** Returns the reason as the log spells it. */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
