package dev.honeyrelay.credentials;

/**
 * Where in the settings something stands.
 */
@FunctionalInterface
interface YamlPath {

	/**
	 * Returns the refusal of what stands here, in one sentence that begins with the
	 * setting, ends with {@code reason} and shows no secret.
	 */
	IllegalArgumentException refuse(String reason);

}
