package dev.honeyrelay.problem;

import java.util.Arrays;
import java.util.Locale;

/**
 * The situations in which the relay has no answer to give (RFC 9457 section 3.1.1). Names
 * are part of the contract.
 */
public enum ProblemType {

	INVALID_REQUEST(400, "The request is not one that the relay understands"),

	UPSTREAM_REJECTED(400, "HoneyHive refused the request"),

	UNAUTHENTICATED(401, "A valid credential is needed"),

	FORBIDDEN(403, "The credential does not allow this"),

	NOT_FOUND(404, "There is nothing at this path"),

	RUN_NOT_FOUND(404, "HoneyHive knows no such run"),

	METHOD_NOT_ALLOWED(405, "This path cannot be used with this method"),

	NOT_ACCEPTABLE(406, "The answer is JSON, which the request does not accept"),

	REQUEST_TIMEOUT(408, "The request took too long to arrive"),

	CONTENT_TOO_LARGE(413, "The request is too large"),

	URI_TOO_LONG(414, "The request target is too long"),

	UNSUPPORTED_MEDIA_TYPE(415, "The content of the request is of no use here"),

	RATE_LIMITED(429, "The caller asks more than it may"),

	HEADER_FIELDS_TOO_LARGE(431, "The header of the request is too large"),

	INTERNAL_ERROR(500, "The relay failed"),

	NOT_IMPLEMENTED(501, "The relay does not do this"),

	UPSTREAM_UNREACHABLE(502, "HoneyHive cannot be reached"),

	UPSTREAM_FAILED(502, "HoneyHive failed"),

	UPSTREAM_INVALID(502, "HoneyHive gave an answer that cannot be used"),

	UPSTREAM_TOO_LARGE(502, "HoneyHive gave an answer that is too large"),

	UPSTREAM_CREDENTIALS(502, "HoneyHive refuses the relay's key"),

	UPSTREAM_RATE_LIMITED(503, "HoneyHive asks for a pause"),

	UPSTREAM_SUSPENDED(503, "HoneyHive is left alone for now"),

	OVERLOADED(503, "The relay has too much under way"),

	UPSTREAM_TIMEOUT(504, "HoneyHive did not answer in time"),

	HTTP_VERSION_NOT_SUPPORTED(505, "The relay speaks HTTP/1.1");

	private final int status;

	private final String title;

	ProblemType(int status, String title) {
		this.status = status;
		this.title = title;
	}

	/**
	 * Returns what a refusal by the container or the framework with {@code status}
	 * amounts to.
	 */
	static ProblemType ofStatus(int status) {
		return Arrays.stream(values())
			.filter((type) -> type.status == status && type != UPSTREAM_REJECTED)
			.findFirst()
			.orElse((status >= 500) ? INTERNAL_ERROR : INVALID_REQUEST);
	}

	/** Returns whether {@code text} is the last segment of a type's URI. */
	public static boolean isSlug(String text) {
		return Arrays.stream(values()).anyMatch((type) -> type.slug().equals(text));
	}

	public int status() {
		return this.status;
	}

	public String title() {
		return this.title;
	}

	/** Returns the last segment of the type's URI. */
	public String slug() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** Returns the name under which HoneyHive's own clients look for it. */
	String errorCode() {
		return name().toLowerCase(Locale.ROOT);
	}

}
