package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What was found in one object, by place, and behind it what was found in those around
 * it. Where a member is there twice, the last one counts.
 */
public final class Fields {

	private final Map<String, Object> found = new HashMap<>();

	private final @Nullable Fields around;

	private @Nullable Set<String> contradicted;

	/** Creates fields of which nothing is known that is not known {@code around} them. */
	Fields(@Nullable Fields around) {
		this.around = around;
	}

	/** Returns fields without any around them. */
	public static Fields none() {
		return new Fields(null);
	}

	/**
	 * Returns the value at {@code place}, a structure as the text that it is in JSON, or
	 * {@code null}.
	 */
	public @Nullable Cell cell(String place) {
		return switch (valueAt(place)) {
			case Cell cell -> cell;
			case Body structure -> new Cell.Text(structure.text());
			case null, default -> null;
		};
	}

	/** Returns the list or the object at {@code place}, or {@code null}. */
	@Nullable Body structure(String place) {
		return (valueAt(place) instanceof Body structure) ? structure : null;
	}

	/** Returns whether there is a list at {@code place} that is not empty. */
	boolean hasElements(String place) throws IOException {
		Body list = structure(place);
		return list != null && list.hasElements();
	}

	/** Returns whether there is a list at {@code place}, empty or not. */
	boolean hasList(String place) {
		Body list = structure(place);
		return list != null && list.isList();
	}

	/** Returns whether the value at {@code place} is that text. */
	boolean is(String place, String text) {
		return cell(place) instanceof Cell.Text(String value) && value.equals(text);
	}

	/**
	 * Returns whether that text is all that is said at {@code place}, be the member there
	 * once or more often.
	 */
	boolean isOnly(String place, String text) {
		return is(place, text) && (this.contradicted == null || !this.contradicted.contains(place));
	}

	/** Returns whether the value at {@code place} is that. */
	boolean is(String place, boolean holds) {
		return cell(place) instanceof Cell.Bool(boolean value) && value == holds;
	}

	/** Notes {@code value}, a cell or a structure, or that there is none. */
	public Fields with(String place, @Nullable Cell value) {
		note(place, value);
		return this;
	}

	/** Notes {@code value} unless something is known already. */
	Fields otherwise(String place, Cell value) {
		if (valueAt(place) == null) {
			note(place, value);
		}
		return this;
	}

	void note(String place, @Nullable Object value) {
		if (value == null) {
			this.found.remove(place);
		}
		else {
			Object before = this.found.put(place, value);
			if (before instanceof Cell && !before.equals(value)) {
				this.contradicted = (this.contradicted != null) ? this.contradicted : new HashSet<>();
				this.contradicted.add(place);
			}
		}
	}

	private @Nullable Object valueAt(String place) {
		Object value = this.found.get(place);
		return (value != null || this.around == null) ? value : this.around.valueAt(place);
	}

}
