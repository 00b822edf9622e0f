package dev.honeyrelay.response;

/**
 * The codings in which the bytes of an answer are sent (RFC 9110 section 8.4.1).
 */
public enum ContentCoding {

	/** The bytes as HoneyHive meant them. */
	IDENTITY,

	/** The same bytes, compressed by the relay. */
	GZIP

}
