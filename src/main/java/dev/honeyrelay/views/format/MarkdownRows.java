package dev.honeyrelay.views.format;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.honeyrelay.views.shape.Cell;
import dev.honeyrelay.views.shape.Column;
import dev.honeyrelay.views.shape.Row;
import org.jspecify.annotations.Nullable;

/**
 * Rows as one table in Markdown, as GitHub and GitLab render it. Whatever a text says, it
 * is shown as it stands: punctuation is escaped (CommonMark section 2.4), and what would
 * end a line is a space. Both look for mentions, references and emoji in what has been
 * rendered, where an escape is no longer seen: a word joiner, which has no width, parts
 * these. Long texts are cut.
 */
final class MarkdownRows implements RowWriter {

	private static final int LONGEST = 200;

	// After what this finds a word joiner goes. Mentions, issues and the like, by number
	// or
	// by name: @name, #1, ~label, %"a milestone", [issue:1], *iteration:"…", GH-1; what
	// makes
	// a link, https://; and emoji, :name:.
	private static final Pattern REFERENCE = Pattern.compile(
			"[@#!%~$&*\\[](?=[\\w.\"])|(?i:\\bG[HL]-(?=\\d))|:(?=//)" + "|:(?=[\\w+-]*[A-Za-z+-][\\w+-]*:|100:|1234:)");

	private static final String JOINER = "&#8288;";

	private final List<Column> columns;

	private final Writer out;

	MarkdownRows(List<Column> columns, OutputStream out) throws IOException {
		this.columns = columns;
		this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
		line(columns.stream().map((column) -> escaped(column.name())).toList());
		line(columns.stream().map((column) -> (column.kind() == Column.Kind.NUMBER) ? "---:" : "---").toList());
	}

	@Override
	public void accept(Row row) throws IOException {
		line(this.columns.stream().map((column) -> textOf(row.cell(column))).toList());
	}

	@Override
	public void end() throws IOException {
		this.out.flush();
	}

	private void line(List<String> cells) throws IOException {
		this.out.write(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
	}

	private static String textOf(@Nullable Cell cell) {
		return switch (cell) {
			case Cell.Text(String text) -> escaped(cut(text));
			// A number is no list item in the middle of a line.
			case Cell.Numeric(String number) -> number;
			case Cell.Bool(boolean holds) -> Boolean.toString(holds);
			case null -> "";
		};
	}

	private static String cut(String text) {
		int points = text.codePointCount(0, text.length());
		return (points <= LONGEST) ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + '\u2026';
	}

	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder(text.length() + 8);
		Matcher reference = REFERENCE.matcher(text);
		boolean ahead = reference.find();
		for (int index = 0; index < text.length(); index++) {
			if (ahead && index == reference.end()) {
				escaped.append(JOINER);
				ahead = reference.find();
			}
			char character = text.charAt(index);
			boolean blank = Character.isISOControl(character) || Character.isWhitespace(character);
			if (!blank && isMarkup(text, index)) {
				escaped.append('\\');
			}
			escaped.append(blank ? ' ' : character);
		}
		return escaped.toString();
	}

	// What means something in the middle of a line, and the three that make links of
	// plain text.
	private static boolean isMarkup(String text, int index) {
		return switch (text.charAt(index)) {
			case '\\', '`', '*', '[', ']', '<', '>', '&', '|', '~', '$', '@' -> true;
			case '_' -> !isLetter(text, index - 1) || !isLetter(text, index + 1);
			case ':' -> text.startsWith("/", index + 1);
			case '.' -> text.regionMatches(true, index - 3, "www", 0, 3);
			default -> false;
		};
	}

	private static boolean isLetter(String text, int index) {
		return index >= 0 && index < text.length() && Character.isLetterOrDigit(text.charAt(index));
	}

}
