package dev.honeyrelay.results;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.ProjectName;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens to stored answers: refreshes, failed trips, and why answers were
 * not stored.
 */
final class CacheMetrics implements MeterBinder {

	private static final Logger log = LoggerFactory.getLogger(CacheMetrics.class);

	private static final String NOT_STORED = "upstream forbids storing, so that every read asks it and none is answered "
			+ "while it fails; relay.cache.upstream-directives=ignore overrides this";

	private static final String NEVER_STALE = "upstream forbids stale answers, so that none stands in while it fails; "
			+ "relay.cache.upstream-directives=ignore overrides this";

	private final LongAdder refreshes = new LongAdder();

	private final LongAdder failedTrips = new LongAdder();

	private final Map<NotStoredReason, LongAdder> vetoes = Arrays.stream(NotStoredReason.values())
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (veto) -> new LongAdder()));

	private final Set<Told> told = ConcurrentHashMap.newKeySet();

	/** Counts a refresh that nobody waits for. */
	void refreshed() {
		this.refreshes.increment();
	}

	/** Counts a trip that failed in the relay itself. */
	void tripFailed() {
		this.failedTrips.increment();
	}

	/**
	 * Counts an answer of {@code project} if it was not stored; says once for each
	 * project and directive what HoneyHive forbids.
	 * @param veto why it was not stored, or {@code null} if it was
	 * @param againstStale what forbids to serve it once it is stale, or {@code null}
	 */
	void stored(ProjectName project, @Nullable NotStoredReason veto, @Nullable Directive againstStale) {
		if (veto != null) {
			adder(veto).increment();
			switch (veto) {
				case NO_STORE, PRIVATE, VARY -> tell(project, veto.label(), NOT_STORED);
				case UNSETTLED, TOO_LARGE, PURGED -> {
				}
			}
		}
		else if (againstStale != null) {
			tell(project, againstStale.label(), NEVER_STALE);
		}
	}

	private void tell(ProjectName project, String directive, String message) {
		if (this.told.add(new Told(project, directive))) {
			log.atWarn().addKeyValue("project", project).addKeyValue("directive", directive).log(message);
		}
	}

	/** Forgets what was logged about all projects but these. */
	void keepOnly(Set<ProjectName> projects) {
		this.told.removeIf((told) -> !projects.contains(told.project()));
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		FunctionCounter.builder("relay.cache.refreshes", this.refreshes, LongAdder::doubleValue)
			.description("Refreshes of stored answers that nobody waited for")
			.register(meters);
		FunctionCounter.builder("relay.trips.failed", this.failedTrips, LongAdder::doubleValue)
			.description("Trips that ended by a fault of the relay's own, such as one of the store")
			.register(meters);
		for (NotStoredReason veto : NotStoredReason.values()) {
			FunctionCounter.builder("relay.cache.vetoes", adder(veto), LongAdder::doubleValue)
				.description("Answers that were served and not stored")
				.tag("reason", veto.label())
				.register(meters);
		}
	}

	private LongAdder adder(NotStoredReason veto) {
		return Objects.requireNonNull(this.vetoes.get(veto));
	}

	/** What was logged about a project. */
	private record Told(ProjectName project, String directive) {
	}

}
