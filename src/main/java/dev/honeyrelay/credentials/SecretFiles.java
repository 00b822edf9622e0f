package dev.honeyrelay.credentials;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The files that the settings name: the credentials file, and HoneyHive's key and the
 * token, where these are in files. All are read anew and whole each time: a mounted
 * Secret is swapped under its name.
 */
final class SecretFiles {

	private static final int LONGEST = 1024 * 1024;

	private final RelayProperties properties;

	SecretFiles(RelayProperties properties) {
		this.properties = properties;
	}

	/**
	 * Returns what they hold now.
	 * @throws IllegalArgumentException if one cannot be read, or cannot be what it is to
	 * be, in one sentence that names its setting and shows no secret
	 */
	Content read() {
		Path credentials = this.properties.file();
		return new Content((credentials != null) ? read(credentials, YamlEntry.SETTING) : null,
				secretIn(this.properties.pathOfKey(), RelayProperties.KEY_FILE),
				secretIn(this.properties.pathOfToken(), RelayProperties.TOKEN_FILE));
	}

	private static @Nullable String secretIn(@Nullable Path path, String setting) {
		if (path == null) {
			return null;
		}
		String secret = ApiKey.stripped(new String(read(path, setting), StandardCharsets.UTF_8));
		if (!ApiKey.isFit(secret)) {
			throw refusal(setting, "does not hold one line of visible ASCII characters without spaces");
		}
		return secret;
	}

	private static byte[] read(Path path, String setting) {
		// Anything but a file could keep the reader waiting for ever.
		if (!Files.isRegularFile(path)) {
			throw refusal(setting, "is not there, or is not a file");
		}
		try (InputStream file = Files.newInputStream(path)) {
			byte[] content = file.readNBytes(LONGEST + 1);
			if (content.length <= LONGEST) {
				return content;
			}
		}
		catch (IOException ex) {
			throw refusal(setting, "cannot be read");
		}
		throw refusal(setting, "is larger than 1 MB");
	}

	private static IllegalArgumentException refusal(String setting, String reason) {
		return new IllegalArgumentException(setting + ": the file that it names " + reason + '.');
	}

	/**
	 * What was in them at one moment.
	 */
	static final class Content {

		/** That of no file at all. */
		static final Content NONE = new Content(null, null, null);

		private final byte @Nullable [] document;

		private final @Nullable String apiKey;

		private final @Nullable String token;

		Content(byte @Nullable [] document, @Nullable String apiKey, @Nullable String token) {
			this.document = document;
			this.apiKey = apiKey;
			this.token = token;
		}

		/** Returns the credentials file, or {@code null} if there is to be none. */
		byte @Nullable [] document() {
			return this.document;
		}

		/** Returns HoneyHive's key, or {@code null} if it is to be in no file. */
		@Nullable String apiKey() {
			return this.apiKey;
		}

		/** Returns the token, or {@code null} if it is to be in no file. */
		@Nullable String token() {
			return this.token;
		}

		/** Returns a digest that differs from that of any other content. */
		TokenDigest digest() {
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			all.writeBytes((this.apiKey + "\n" + this.token + '\n').getBytes(StandardCharsets.UTF_8));
			all.writeBytes((this.document != null) ? this.document : new byte[0]);
			return TokenDigest.of(all.toByteArray());
		}

	}

}
