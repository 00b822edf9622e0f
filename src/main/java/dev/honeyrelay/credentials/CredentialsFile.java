package dev.honeyrelay.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file that {@code relay.credentials} names, read anew and whole each time: a mounted
 * Secret is swapped under its name.
 */
final class CredentialsFile {

	private static final int LONGEST = 1024 * 1024;

	private final Path path;

	CredentialsFile(Path path) {
		this.path = path;
	}

	/**
	 * Returns what it holds now.
	 * @throws IllegalArgumentException if it cannot be read
	 */
	byte[] read() {
		// Anything but a file could keep the reader waiting for ever.
		if (!Files.isRegularFile(this.path)) {
			throw refusal("is not there, or is not a file");
		}
		try (InputStream file = Files.newInputStream(this.path)) {
			byte[] document = file.readNBytes(LONGEST + 1);
			if (document.length <= LONGEST) {
				return document;
			}
		}
		catch (IOException ex) {
			throw refusal("cannot be read");
		}
		throw refusal("is larger than 1 MB");
	}

	private static IllegalArgumentException refusal(String reason) {
		return new IllegalArgumentException(YamlEntry.SETTING + ": the file that it names " + reason + '.');
	}

}
