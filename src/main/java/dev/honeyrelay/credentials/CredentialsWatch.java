package dev.honeyrelay.credentials;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the credentials file and puts in force what it holds, once it no longer
 * changes and is valid as a whole. Until then, and without a file, the last good one
 * stays in force.
 */
final class CredentialsWatch {

	private static final Logger log = LoggerFactory.getLogger(CredentialsWatch.class);

	private static final String UNREADABLE = YamlEntry.SETTING + ": the file that it names cannot be understood.";

	private final CredentialsFile file;

	private final CredentialsParser reader;

	private final CredentialsSource source;

	// The digest of the file at the last look, and whether that content has been parsed.
	private TokenDigest appearance;

	private boolean judged = true;

	/**
	 * Puts in force what {@code file} holds.
	 * @throws IllegalArgumentException if it is of no use, in one sentence without
	 * secrets
	 */
	CredentialsWatch(CredentialsFile file, CredentialsParser reader, InstantSource time) {
		this.file = file;
		this.reader = reader;
		byte[] first = file.read();
		this.source = new CredentialsSource(reader.read(first), time);
		this.appearance = TokenDigest.of(first);
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
			byte[] document = this.file.read();
			if (isNewAndAtRest(document)) {
				adopt(document);
			}
		}
		catch (IllegalArgumentException ex) {
			String problem = sentenceOf(ex);
			if (isNewAndAtRest(problem.getBytes(StandardCharsets.UTF_8))) {
				keep(problem);
			}
		}
		this.source.lookedAt();
	}

	private boolean isNewAndAtRest(byte[] look) {
		TokenDigest now = TokenDigest.of(look);
		if (!now.equals(this.appearance)) {
			this.appearance = now;
			this.judged = false;
			return false;
		}
		boolean fresh = !this.judged;
		this.judged = true;
		return fresh;
	}

	private void adopt(byte[] document) {
		try {
			Credentials newer = this.reader.read(document);
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
		return (message != null && message.startsWith(YamlEntry.SETTING)) ? message : UNREADABLE;
	}

}
