package dev.honeyrelay.run;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The recognised query parameters of one request, with the names, order and repeats in
 * which they came. Two are equal if HoneyHive must understand them alike: the default
 * aggregate function may be spelled out or left away.
 */
public final class Parameters implements Comparable<Parameters> {

	/** No parameters at all. */
	public static final Parameters NONE = new Parameters(List.of());

	private static final Parameter DEFAULT_FUNCTION = new Parameter("aggregate_function",
			AggregateFunction.AVERAGE.wireName());

	private final String encoded;

	private final String key;

	private Parameters(List<Parameter> received) {
		this.encoded = encode(received, (parameter) -> true);
		String key = encode(received, (parameter) -> !parameter.equals(DEFAULT_FUNCTION));
		this.key = key.equals(this.encoded) ? this.encoded : key;
	}

	/** Returns parameters that keep the order and the repeats of {@code received}. */
	public static Parameters of(List<Parameter> received) {
		return received.isEmpty() ? NONE : new Parameters(received);
	}

	/**
	 * Returns the query string that carries them upstream, percent-encoded; empty if
	 * there are none.
	 */
	public String encoded() {
		return this.encoded;
	}

	/** Returns the text by which they are compared, the same in every process. */
	public String key() {
		return this.key;
	}

	/** Returns how many bytes of the heap this takes. */
	public int footprint() {
		int texts = this.key.equals(this.encoded) ? 1 : 2;
		return Footprint.OBJECT + texts * Footprint.of(this.encoded);
	}

	@Override
	public int compareTo(Parameters other) {
		return this.key.compareTo(other.key);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Parameters parameters && this.key.equals(parameters.key);
	}

	@Override
	public int hashCode() {
		return this.key.hashCode();
	}

	/**
	 * Returns how many there are without telling their values, which may be confidential.
	 */
	@Override
	public String toString() {
		return "Parameters[" + this.encoded.length() + " characters]";
	}

	private static String encode(List<Parameter> parameters, Predicate<Parameter> which) {
		return parameters.stream()
			.filter(which)
			.map((parameter) -> encode(parameter.name()) + '=' + encode(parameter.value()))
			.collect(Collectors.joining("&"));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * One parameter as it was received, decoded.
	 *
	 * @param name its name, brackets included
	 * @param value its value, possibly empty
	 */
	public record Parameter(String name, String value) {
	}

}
