package dev.honeyrelay.views.pages;

import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.run.Parameters.Parameter;

/**
 * What can be chosen on a page: a form that leads to the same page with other parameters.
 *
 * @param action where it leads
 * @param fields what is to be filled in
 * @param button what is on its button
 */
record Choice(String action, List<Field> fields, String button) {

	/** So many values are offered at most. */
	static final int MOST_OPTIONS = 200;

	private static final int LONGEST_OPTION = 200;

	public Choice {
		fields = List.copyOf(fields);
	}

	/** Returns fields that nobody sees, for {@code parameters} to stay as they are. */
	static List<Field> kept(List<Parameter> parameters) {
		return parameters.stream()
			.map((parameter) -> new Field(parameter.name(), "", Kind.HIDDEN, parameter.value(), List.of()))
			.toList();
	}

	/** Returns a field for words. */
	static Field words(String name, String label, List<Parameter> chosen) {
		return words(name, label, List.of(), chosen);
	}

	/** Returns a field for words that proposes {@code values}. */
	static Field words(String name, String label, List<String> values, List<Parameter> chosen) {
		List<Option> proposed = values.stream()
			.filter(Choice::canBeOffered)
			.map((value) -> new Option(value, ""))
			.toList();
		return new Field(name, label, Kind.WORDS, valueOf(name, chosen), proposed);
	}

	/**
	 * Returns a field in which one of {@code values} is chosen, or none.
	 * @param none what choosing none is called
	 */
	static Field oneOf(String name, String label, String none, List<String> values, List<Parameter> chosen) {
		String value = valueOf(name, chosen);
		List<Option> options = new ArrayList<>();
		options.add(new Option("", none));
		List<String> offered = values.stream().filter(Choice::canBeOffered).limit(MOST_OPTIONS).toList();
		offered.forEach((each) -> options.add(new Option(each, PageCell.shown(each))));
		if (!value.isEmpty() && !offered.contains(value) && !hasControls(value)) {
			options.add(new Option(value, PageCell.shown(value)));
		}
		return new Field(name, label, Kind.ONE_OF, value, options);
	}

	/**
	 * Returns whether {@code value} is offered: what is long is for whoever names it in
	 * the address, and what has control characters does not come through a form.
	 */
	static boolean canBeOffered(String value) {
		return value.length() <= LONGEST_OPTION && !hasControls(value);
	}

	/** Returns whether {@code text} has characters that no address may have. */
	static boolean hasControls(String text) {
		return text.chars().anyMatch(Character::isISOControl);
	}

	/** Returns the first value that the parameter {@code name} has, or nothing. */
	static String valueOf(String name, List<Parameter> parameters) {
		return parameters.stream()
			.filter((parameter) -> parameter.name().equals(name))
			.map(Parameter::value)
			.findFirst()
			.orElse("");
	}

	/** Returns {@code parameters} without those of these names. */
	static List<Parameter> without(List<Parameter> parameters, String... names) {
		return parameters.stream().filter((parameter) -> !List.of(names).contains(parameter.name())).toList();
	}

	/**
	 * What kind of field there is.
	 */
	public enum Kind {

		/** One that nobody sees. */
		HIDDEN,
		/** One for words. */
		WORDS,
		/** One of several values. */
		ONE_OF

	}

	/**
	 * Something to fill in.
	 *
	 * @param name the parameter's name
	 * @param label what a person reads
	 * @param kind what kind of field it is
	 * @param value what is there now
	 * @param options what there is to choose from, or what is proposed
	 */
	public record Field(String name, String label, Kind kind, String value, List<Option> options) {

		public Field {
			options = List.copyOf(options);
		}

	}

	/**
	 * Something to choose.
	 *
	 * @param value the parameter's value
	 * @param text what a person reads
	 */
	public record Option(String value, String text) {
	}

}
