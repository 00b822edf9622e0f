package dev.honeyrelay.views;

import java.util.List;
import java.util.Objects;

import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What a list says of one run.
 *
 * @param id its id, as HoneyHive spells it, or {@code null}
 * @param name its name, or {@code null}
 * @param status its status, or {@code null}
 * @param time when it was created, as HoneyHive spells it, or {@code null}
 */
record ListedRun(@Nullable String id, @Nullable String name, @Nullable String status, @Nullable String time) {

	/** Returns a run of which only the id is known. */
	static ListedRun unlisted(RunId id) {
		return new ListedRun(id.value(), null, null, null);
	}

	/** Returns its id, or {@code null} if it has none that can be asked for. */
	@Nullable RunId runId() {
		return (this.id != null && RunId.isRunId(this.id)) ? new RunId(this.id) : null;
	}

	/** Returns whether it has the status {@code completed}. */
	boolean isCompleted() {
		return "completed".equals(this.status);
	}

	/** Returns how many bytes of the heap this takes. */
	int footprint() {
		return 2 * Footprint.OBJECT + Footprint.of(this.id) + Footprint.of(this.name) + Footprint.of(this.status)
				+ Footprint.of(this.time);
	}

	/** Returns the ids of {@code runs}, of those that have one which can be asked for. */
	static List<RunId> idsOf(List<ListedRun> runs) {
		return runs.stream().map(ListedRun::runId).filter(Objects::nonNull).toList();
	}

}
