package dev.honeyrelay.credentials;

/**
 * What a caller may do beside reading its projects.
 */
public enum Role {

	/** Nothing else. */
	READER,

	/** Purge what is stored about them. */
	ADMIN

}
