package dev.honeyrelay.credentials;

import java.time.InstantSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the credentials file, and at those of the key and the token, and puts in force
 * what they hold, once they no longer change and are valid as a whole. Until then, and
 * without a file that is to be there, what they last held stays in force.
 */
final class CredentialsWatch {

	private static final Logger log = LoggerFactory.getLogger(CredentialsWatch.class);

	// All settings of ours begin like that.
	private static final String OURS = "relay.";

	private static final String UNREADABLE = YamlEntry.SETTING + ": the file that it names cannot be understood.";

	private final SecretFiles files;

	private final CredentialsParser reader;

	private final CredentialsSource source;

	// The digest of the files at the last look, and whether that content has been parsed.
	private TokenDigest appearance;

	private boolean judged = true;

	/**
	 * Puts in force what {@code files} hold.
	 * @throws IllegalArgumentException if that is of no use, in one sentence without
	 * secrets
	 */
	CredentialsWatch(SecretFiles files, CredentialsParser reader, InstantSource time) {
		this.files = files;
		this.reader = reader;
		SecretFiles.Content first = files.read();
		this.source = new CredentialsSource(reader.read(first), time);
		this.appearance = first.digest();
	}

	/** Returns what knows which credentials are in force. */
	CredentialsSource source() {
		return this.source;
	}

	/**
	 * Looks once, and never fails. What looks new counts only if it looks the same the
	 * next time: it may be half written.
	 */
	void look() {
		try {
			SecretFiles.Content content = this.files.read();
			if (isNewAndAtRest(content.digest())) {
				adopt(content);
			}
		}
		catch (IllegalArgumentException ex) {
			String problem = sentenceOf(ex);
			if (isNewAndAtRest(TokenDigest.of(problem))) {
				keep(problem);
			}
		}
		this.source.lookedAt();
	}

	private boolean isNewAndAtRest(TokenDigest now) {
		if (!now.equals(this.appearance)) {
			this.appearance = now;
			this.judged = false;
			return false;
		}
		boolean fresh = !this.judged;
		this.judged = true;
		return fresh;
	}

	private void adopt(SecretFiles.Content content) {
		try {
			Credentials newer = this.reader.read(content);
			this.source.replace(newer);
			log.atInfo().addKeyValue("credentials", newer).log("credentials file in force");
		}
		catch (RuntimeException ex) {
			keep(sentenceOf(ex));
		}
	}

	private void keep(String problem) {
		if (!problem.equals(this.source.problem())) {
			this.source.keep(problem);
			log.atWarn()
				.addKeyValue("problem", problem)
				.log("credentials file not usable, the last good one stays in force");
		}
	}

	// Only our own sentences are known to hold no secret.
	private static String sentenceOf(RuntimeException failure) {
		String message = failure.getMessage();
		return (message != null && message.startsWith(OURS)) ? message : UNREADABLE;
	}

}
