package dev.honeyrelay.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * A response exactly as the relay sent it.
 */
public final class RawResponse {

	/**
	 * What every answer depends on, whatever the settings are, as {@code Vary} says it.
	 */
	public static final String VARY = "Accept-Encoding, Authorization, Relay-Project";

	private final List<String> head;

	private final byte[] body;

	RawResponse(List<String> head, byte[] body) {
		this.head = head;
		this.body = body;
	}

	public int status() {
		return Integer.parseInt(this.head.getFirst().substring(9, 12));
	}

	/** Returns the status line and the header lines. */
	public List<String> head() {
		return this.head;
	}

	/** Returns the names of all header lines, in lower case. */
	public Set<String> names() {
		Set<String> names = new TreeSet<>();
		this.head.stream()
			.skip(1)
			.forEach((line) -> names.add(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)));
		return names;
	}

	/** Returns the values of every header line called {@code name}. */
	public List<String> values(String name) {
		String prefix = name.toLowerCase(Locale.ROOT) + ':';
		return this.head.stream()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
			.map((line) -> line.substring(prefix.length()).strip())
			.toList();
	}

	/**
	 * Returns the value of the one header line called {@code name}, or {@code null}.
	 */
	public String value(String name) {
		List<String> values = values(name);
		if (values.size() > 1) {
			throw new AssertionError("more than one " + name + " in " + this.head);
		}
		return values.isEmpty() ? null : values.getFirst();
	}

	public byte[] body() {
		return this.body;
	}

	/** Returns the body after the content coding has been taken off. */
	public byte[] content() {
		if (!"gzip".equals(value("Content-Encoding"))) {
			return this.body;
		}
		try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(this.body))) {
			return gzip.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String text() {
		return new String(content(), StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		String text = text();
		return String.join("\n", this.head) + "\n\n" + text.substring(0, Math.min(600, text.length()));
	}

}
