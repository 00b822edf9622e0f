package dev.honeyrelay.api.parameter;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;

import org.springframework.stereotype.Component;

/**
 * Reads the parameters of a request and refuses what HoneyHive would silently ignore: a
 * misspelt filter must not return unfiltered numbers.
 */
@Component
public final class ParameterReader {

	private static final int LONGEST = 8 * 1024;

	// Deprecated by HoneyHive: the key decides the project.
	private static final Set<String> IGNORED = Set.of("project", "project_id");

	private final List<String> extra;

	ParameterReader(ParameterProperties properties) {
		this.extra = properties.extraParameters();
	}

	/**
	 * Returns the recognised ones of {@code received}, as they came.
	 * @throws InvalidRequestException if another is among them, or one breaks its rule
	 */
	public Parameters read(Operation operation, List<Parameter> received) {
		List<Parameter> parameters = received.stream()
			.filter((parameter) -> !IGNORED.contains(parameter.name()))
			.toList();
		Set<RecognisedParameter> recognised = RecognisedParameter.of(operation);
		Set<String> seen = new HashSet<>();
		for (Parameter parameter : parameters) {
			check(recognised, parameter, seen);
		}
		recognised.forEach((family) -> checkLength(family, parameters));
		return Parameters.of(parameters);
	}

	private void check(Set<RecognisedParameter> recognised, Parameter parameter, Set<String> seen) {
		String name = parameter.name();
		for (RecognisedParameter candidate : recognised) {
			if (candidate.isPlain(name)) {
				if (!seen.add(name) && !candidate.isList()) {
					throw new InvalidRequestException("The parameter " + name + " is given more than once.");
				}
				candidate.check(parameter.value());
				return;
			}
			if (candidate.isSpelled(name)) {
				return;
			}
		}
		if (!this.extra.contains(name)) {
			throw new InvalidRequestException("The parameter " + printable(name) + " is not known here.");
		}
	}

	private static void checkLength(RecognisedParameter family, List<Parameter> parameters) {
		int length = parameters.stream()
			.filter((parameter) -> family.isSpelled(parameter.name()))
			.mapToInt((parameter) -> lengthOf(family, parameter))
			.sum();
		if (length > LONGEST && !family.isList()) {
			throw new InvalidRequestException("The parameter " + family.wireName() + " is longer than 8 KB.");
		}
	}

	// The plain name is the relay's own; all else that goes upstream is the caller's.
	private static int lengthOf(RecognisedParameter family, Parameter parameter) {
		String counted = family.isPlain(parameter.name()) ? parameter.value() : parameter.name() + parameter.value();
		return counted.getBytes(StandardCharsets.UTF_8).length;
	}

	private static String printable(String name) {
		String printable = name.replaceAll("[^A-Za-z0-9_.\\[\\]$-]", "?");
		return (printable.length() <= 64) ? printable : printable.substring(0, 64) + "...";
	}

}
