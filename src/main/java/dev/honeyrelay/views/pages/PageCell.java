package dev.honeyrelay.views.pages;

import java.util.regex.Pattern;

import dev.honeyrelay.views.shape.Cell;
import org.jspecify.annotations.Nullable;

/**
 * One cell of a table on a page.
 *
 * @param text what it says, possibly nothing
 * @param kind what kind of thing that is
 * @param href where it leads, or {@code null}
 * @param more how many values there are beside those that {@code text} says
 */
record PageCell(String text, Kind kind, @Nullable String href, int more) {

	/** What there is to say where HoneyHive says nothing. */
	static final PageCell NOTHING = new PageCell("", Kind.TEXT, null);

	private static final String UNSETTLED = ", not settled";

	private static final int LONGEST = 200;

	// A cut number would be another number.
	private static final int LONGEST_NUMBER = 1000;

	private static final Pattern MOMENT = Pattern
		.compile("^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.[0-9]+)?Z$");

	private static final char REPLACEMENT = '\uFFFD';

	PageCell(String text, Kind kind, @Nullable String href) {
		this(text, kind, href, 0);
	}

	/** Returns {@code cell} as it stands, as a number if it is one. */
	static PageCell of(@Nullable Cell cell) {
		return switch (cell) {
			case Cell.Numeric(String number) when number.length() <= LONGEST_NUMBER ->
				new PageCell(number, Kind.NUMBER, null);
			case Cell.Numeric(String number) -> new PageCell(shown(number), Kind.TEXT, null);
			case Cell.Text(String text) -> new PageCell(shown(text), Kind.TEXT, null);
			case Cell.Bool(boolean holds) -> new PageCell(Boolean.toString(holds), Kind.TEXT, null);
			case null -> NOTHING;
		};
	}

	/** Returns {@code cell} as an identifier. */
	static PageCell id(@Nullable Cell cell) {
		return (cell != null) ? new PageCell(shown(cell.text()), Kind.ID, null) : NOTHING;
	}

	/** Returns {@code cell}, a truth value, as a verdict. */
	static PageCell verdict(@Nullable Cell cell) {
		return (cell instanceof Cell.Bool(boolean holds)) ? (holds ? word("passed") : word("failed")) : NOTHING;
	}

	/** Returns {@code word}, one of a few, as a mark that has a colour of its own. */
	static PageCell word(String word) {
		return new PageCell(shown(word), Kind.WORD, null);
	}

	/** Returns {@code status}, that of a run which is not settled. */
	static PageCell unsettled(String status) {
		return new PageCell(shown(status) + UNSETTLED, Kind.WORD, null);
	}

	/** Returns this value, of which HoneyHive says that it failed. */
	PageCell failed() {
		return new PageCell(this.text, (this.kind == Kind.NUMBER) ? Kind.FAILED_NUMBER : Kind.FAILED, null, this.more);
	}

	/** Returns {@code cell} as a moment, which is shown to the second. */
	static PageCell time(@Nullable Cell cell) {
		if (cell == null) {
			return NOTHING;
		}
		String text = shown(cell.text());
		return new PageCell(MOMENT.matcher(text).replaceFirst("$1 $2Z"), Kind.TIME, null);
	}

	/** Returns this cell, leading to {@code address}. */
	PageCell leadingTo(String address) {
		return new PageCell(this.text.isBlank() ? "unnamed" : this.text, this.kind, address, this.more);
	}

	/**
	 * Returns this cell with the value that {@code other} is after it, or with one more
	 * that is not told where there is no room for all of it.
	 */
	PageCell and(PageCell other) {
		boolean failed = isFailed() || other.isFailed();
		if (this.text.isEmpty() || other.text.isEmpty()) {
			PageCell told = this.text.isEmpty() ? other : this;
			return (failed && !told.isFailed()) ? told.failed() : told;
		}
		Kind both = failed ? Kind.FAILED : Kind.TEXT;
		String told = this.text + ", " + other.text;
		return (this.more == 0 && told.codePointCount(0, told.length()) <= LONGEST) ? new PageCell(told, both, null)
				: new PageCell(this.text, both, null, this.more + 1);
	}

	/** Returns what it says, and how many values it does not tell. */
	public String told() {
		return (this.more > 0) ? this.text + ", and " + this.more + " more" : this.text;
	}

	/**
	 * Returns {@code text} as it is shown: cut where it is long, and without characters
	 * that have no shape.
	 */
	static String shown(String text) {
		int points = text.codePointCount(0, text.length());
		String cut = (points <= LONGEST) ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + '\u2026';
		return cut.chars().anyMatch(Character::isISOControl) ? cleaned(cut) : cut;
	}

	private static String cleaned(String text) {
		StringBuilder cleaned = new StringBuilder(text.length());
		for (int index = 0; index < text.length(); index++) {
			char character = text.charAt(index);
			boolean blank = character == '\t' || character == '\n' || character == '\r';
			cleaned.append(blank ? ' ' : (Character.isISOControl(character) ? REPLACEMENT : character));
		}
		return cleaned.toString();
	}

	/** Returns whether this is a number. */
	boolean isNumber() {
		return this.kind == Kind.NUMBER || this.kind == Kind.FAILED_NUMBER;
	}

	/** Returns whether HoneyHive says that this value failed. */
	public boolean isFailed() {
		return this.kind.isFailed();
	}

	/** Returns the style of the word that this is. */
	public String tone() {
		return toneOf(this.text);
	}

	/**
	 * Returns whether a run of that status has ended without having been completed.
	 */
	static boolean isEnded(@Nullable String status) {
		return "failed".equals(status) || "cancelled".equals(status);
	}

	/** Returns the style of {@code word}. */
	static String toneOf(String word) {
		if (word.endsWith(UNSETTLED)) {
			return "busy";
		}
		return switch (word) {
			case "completed", "passed", "improved" -> "good";
			case "failed", "cancelled", "degraded" -> "bad";
			case "running", "pending" -> "busy";
			default -> "flat";
		};
	}

	/** Returns about how many bytes of the heap this takes. */
	int footprint() {
		return 64 + 2 * (this.text.length() + ((this.href != null) ? this.href.length() : 0));
	}

	/**
	 * What a cell is.
	 */
	public enum Kind {

		/** Words. */
		TEXT,
		/** A number, in HoneyHive's spelling. */
		NUMBER,
		/** A number of which HoneyHive says that it failed. */
		FAILED_NUMBER,
		/** Another value of which HoneyHive says that it failed. */
		FAILED,
		/** An identifier. */
		ID,
		/** A moment, in HoneyHive's spelling. */
		TIME,
		/** A word of a few. */
		WORD;

		boolean isFailed() {
			return this == FAILED || this == FAILED_NUMBER;
		}

		/** Returns the name of its style. */
		public String style() {
			return switch (this) {
				case TEXT -> "text";
				case NUMBER -> "number";
				case FAILED_NUMBER -> "number failed";
				case FAILED -> "failed";
				case ID -> "id";
				case TIME -> "time";
				case WORD -> "verdict";
			};
		}

	}

}
