package dev.honeyrelay.api.prefer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the field {@code Prefer} says: names in lower case with their values, the first
 * mention of each (RFC 7240 section 2). Parameters are read over, and what cannot be read
 * says nothing.
 */
final class Preferences {

	private static final String TOKEN = "!#$%&'*+-.^_`|~";

	private final Map<String, String> values = new HashMap<>();

	private Preferences() {
	}

	/** Returns what {@code lines}, all lines of the field, say together. */
	static Preferences in(List<String> lines) {
		Preferences preferences = new Preferences();
		for (String line : lines) {
			Reader reader = new Reader(line);
			while (reader.hasMore()) {
				preferences.add(reader);
			}
		}
		return preferences;
	}

	/**
	 * Returns the value of the preference {@code name}, empty if it has none, or
	 * {@code null} if it is not there.
	 */
	@Nullable String value(String name) {
		return this.values.get(name);
	}

	private void add(Reader reader) {
		String name = reader.token();
		String value = (name != null) ? reader.value() : null;
		if (name == null || value == null || !reader.isAtEnd()) {
			reader.skip();
			return;
		}
		if (reader.skip()) {
			this.values.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
		}
	}

	/**
	 * Reads one line from its beginning to its end, once.
	 */
	private static final class Reader {

		private final String line;

		private int at;

		Reader(String line) {
			this.line = line;
		}

		boolean hasMore() {
			return this.at < this.line.length();
		}

		/** Reads a name, or returns {@code null} if there is none. */
		@Nullable String token() {
			skipSpace();
			int start = this.at;
			while (hasMore() && isTokenCharacter(this.line.charAt(this.at))) {
				this.at++;
			}
			String token = this.line.substring(start, this.at);
			skipSpace();
			return token.isEmpty() ? null : token;
		}

		/**
		 * Reads a value, or nothing if there is none; returns {@code null} if what is
		 * there is no value.
		 */
		@Nullable String value() {
			if (!hasMore() || this.line.charAt(this.at) != '=') {
				return "";
			}
			this.at++;
			skipSpace();
			String value = (hasMore() && this.line.charAt(this.at) == '"') ? quoted() : token();
			skipSpace();
			return value;
		}

		/** Returns whether a preference ends here, but for its parameters. */
		boolean isAtEnd() {
			return !hasMore() || this.line.charAt(this.at) == ',' || this.line.charAt(this.at) == ';';
		}

		/**
		 * Goes on behind the next comma that is not quoted; returns whether every quoted
		 * text before it ended.
		 */
		boolean skip() {
			while (hasMore() && this.line.charAt(this.at) != ',') {
				if (this.line.charAt(this.at) == '"' && quoted() == null) {
					return false;
				}
				else if (hasMore() && this.line.charAt(this.at) != ',' && this.line.charAt(this.at) != '"') {
					this.at++;
				}
			}
			this.at++;
			return true;
		}

		private @Nullable String quoted() {
			StringBuilder text = new StringBuilder();
			for (this.at++; hasMore(); this.at++) {
				char next = this.line.charAt(this.at);
				if (next == '"') {
					this.at++;
					return text.toString();
				}
				if (next == '\\') {
					this.at++;
				}
				text.append(hasMore() ? this.line.charAt(this.at) : "");
			}
			return null;
		}

		private void skipSpace() {
			while (hasMore() && (this.line.charAt(this.at) == ' ' || this.line.charAt(this.at) == '\t')) {
				this.at++;
			}
		}

		private static boolean isTokenCharacter(char character) {
			return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z')
					|| (character >= 'A' && character <= 'Z') || TOKEN.indexOf(character) >= 0;
		}

	}

}
