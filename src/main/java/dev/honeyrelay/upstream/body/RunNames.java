package dev.honeyrelay.upstream.body;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.wire.WireResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Notes, while an answer is being parsed, which runs it names in the documented places,
 * and says whether those are others than were asked for. A connection that has mixed
 * something up shows in this.
 */
public final class RunNames {

	// The members of the root that are about runs, of all operations.
	private static final Set<String> PLACES = Set.of("run_object", "evaluation", "evaluations", "new_run", "old_run",
			"fields");

	/** No run's id is longer; what is, need not be kept to be told from one. */
	private static final int MAX_LENGTH = 128;

	// The run that is expected in each place; nothing where an answer names none.
	private final Map<String, String> expected;

	private final Set<String> places = new TreeSet<>();

	private final Map<String, Set<String>> named = new TreeMap<>();

	// The entity tag of another answer than the one that was to be confirmed.
	private @Nullable String otherTag;

	private RunNames(Map<String, String> expected) {
		this.expected = expected;
	}

	/** Returns what to note the names in an answer to {@code query} with. */
	public static RunNames expectedBy(RunQuery query) {
		return new RunNames(switch (query.operation()) {
			case RUN -> Map.of("evaluation", query.runs().getFirst().value());
			case RESULT -> Map.of("run_object", query.runs().getFirst().value());
			case COMPARISON ->
				Map.of("new_run", query.runs().getFirst().value(), "old_run", query.runs().getLast().value());
			case METRICS, COMPARISON_EVENTS, RUN_LIST, RUN_SCHEMA, RUNS_SCHEMA, EVENTS_SCHEMA -> Map.of();
		});
	}

	/** Returns what to note names with where none is expected. */
	public static RunNames any() {
		return new RunNames(Map.of());
	}

	/**
	 * Takes in what {@code reply} confirms, if it confirms anything: the stored answer
	 * that {@code validator} stands for, or another.
	 */
	public void accept(WireResponse reply, @Nullable String validator) {
		if (reply instanceof WireResponse.Received received && validator != null && !received.isAbout(validator)) {
			this.otherTag = received.headers().getETag();
		}
	}

	/** Takes in the member {@code place} of the root. */
	public void accept(String place) {
		if (PLACES.contains(place)) {
			this.places.add(place);
		}
	}

	/** Takes in the member {@code name} of {@code place}. */
	public void accept(String place, String name, JsonToken token, JsonParser parser) {
		if (token == JsonToken.VALUE_STRING && this.expected.containsKey(place)
				&& (name.equals("run_id") || name.equals("id"))) {
			String id = (parser.getStringLength() <= MAX_LENGTH) ? parser.getString() : "";
			this.named.computeIfAbsent(place, (_) -> new TreeSet<>()).add(id);
		}
	}

	/**
	 * Returns whether there are runs in it, and in one place at least none that was asked
	 * for; or if all that it says of runs is what answers to other questions say.
	 */
	public boolean areOthers() {
		if (this.otherTag != null) {
			return true;
		}
		for (Map.Entry<String, Set<String>> place : this.named.entrySet()) {
			String run = this.expected.get(place.getKey());
			if (!place.getValue().contains(run)) {
				return true;
			}
		}
		return !this.expected.isEmpty() && !this.places.isEmpty()
				&& this.places.stream().noneMatch(this.expected::containsKey);
	}

	/** Returns whether {@code other} notes the same names in the same places. */
	public boolean areSameAs(RunNames other) {
		return this.places.equals(other.places) && this.named.equals(other.named)
				&& Objects.equals(this.otherTag, other.otherTag);
	}

}
