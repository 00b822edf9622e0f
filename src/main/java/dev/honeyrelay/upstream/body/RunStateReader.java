package dev.honeyrelay.upstream.body;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import dev.honeyrelay.run.Operation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads off an answer, while it is being parsed, whether every run in it is
 * {@code completed} and when one was last touched. Exact text in the documented place
 * counts, nothing else.
 */
final class RunStateReader {

	/** The name of the outermost object. */
	static final String ROOT = "";

	private final Set<String> places;

	private final Set<String> completed = new HashSet<>();

	private boolean contradicted;

	private @Nullable Instant touched;

	RunStateReader(Operation operation) {
		this.places = placesOf(operation);
	}

	/**
	 * Takes in the value of member {@code name} of {@code place}: the root, or a member
	 * object of it.
	 */
	void accept(String place, String name, JsonToken token, JsonParser parser) {
		if (!this.places.contains(place)) {
			return;
		}
		switch (name) {
			case "status" -> status(place, token, parser);
			case "error" -> error(place, token, parser);
			case "created_at", "updated_at" -> time(place, token, parser);
			default -> {
			}
		}
	}

	/**
	 * Returns whether every run is {@code completed}; {@code false} if the answer does
	 * not tell.
	 */
	boolean isSettled() {
		return !this.contradicted && !this.places.isEmpty() && this.completed.equals(this.places);
	}

	/**
	 * Returns the latest time that any run bears, by HoneyHive's clock, or {@code null}.
	 */
	@Nullable Instant touched() {
		return this.touched;
	}

	private void status(String place, JsonToken token, JsonParser parser) {
		if (token == JsonToken.VALUE_STRING && "completed".equals(parser.getString())) {
			this.completed.add(place);
		}
		else {
			this.contradicted = true;
		}
	}

	private void error(String place, JsonToken token, JsonParser parser) {
		boolean empty = token == JsonToken.VALUE_NULL
				|| (token == JsonToken.VALUE_STRING && parser.getStringLength() == 0);
		this.contradicted |= place.equals(ROOT) && !empty;
	}

	private void time(String place, JsonToken token, JsonParser parser) {
		if (place.equals(ROOT) || token != JsonToken.VALUE_STRING) {
			return;
		}
		try {
			Instant time = Instant.parse(parser.getString());
			this.touched = (this.touched == null || time.isAfter(this.touched)) ? time : this.touched;
		}
		catch (DateTimeException ex) {
			// A time that cannot be read is no time: the relay's own reads decide.
		}
	}

	private static Set<String> placesOf(Operation operation) {
		return switch (operation) {
			case RUN -> Set.of("evaluation");
			case RESULT -> Set.of(ROOT, "run_object");
			case COMPARISON -> Set.of("old_run", "new_run");
			case METRICS, COMPARISON_EVENTS, RUN_LIST, RUN_SCHEMA, RUNS_SCHEMA, EVENTS_SCHEMA -> Set.of();
		};
	}

}
