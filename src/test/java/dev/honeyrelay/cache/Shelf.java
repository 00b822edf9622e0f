package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * A shared level that is a map in this process and remembers what it was told.
 */
public final class Shelf implements SecondLevelCache {

	private final Map<RunQuery, StoredResponse> entries = new HashMap<>();

	private final List<String> told = new ArrayList<>();

	@Override
	public @Nullable StoredResponse load(RunQuery query) {
		return this.entries.get(query);
	}

	@Override
	public void store(RunQuery query, StoredResponse stored) {
		this.entries.put(query, stored);
	}

	@Override
	public @Nullable Duration claim(RunQuery query, Duration period) {
		return null;
	}

	@Override
	public void forget(RunQuery query) {
		this.entries.remove(query);
	}

	@Override
	public void purged(ProjectName project, RunId run, Instant now) {
		this.told.add("purge " + run);
	}

	@Override
	public void changed(RunQuery query, Instant askedAt) {
		query.runs().forEach((run) -> this.told.add("change " + run));
	}

	public List<String> told() {
		return this.told;
	}

}
