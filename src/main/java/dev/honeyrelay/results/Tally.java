package dev.honeyrelay.results;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.Veto;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens to stored answers besides being read.
 */
final class Tally implements MeterBinder {

	private static final Logger log = LoggerFactory.getLogger(Tally.class);

	private final LongAdder refreshes = new LongAdder();

	private final Map<Veto, LongAdder> vetoes = Arrays.stream(Veto.values())
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (veto) -> new LongAdder()));

	private final Set<ProjectName> told = ConcurrentHashMap.newKeySet();

	/** Counts a refresh that nobody waits for. */
	void refreshed() {
		this.refreshes.increment();
	}

	/**
	 * Counts that an answer of {@code project} was not stored; says so once if HoneyHive
	 * forbids it.
	 */
	void stored(ProjectName project, @Nullable Veto veto) {
		if (veto == null) {
			return;
		}
		adder(veto).increment();
		if ((veto == Veto.NO_STORE || veto == Veto.VARY) && this.told.add(project)) {
			log.atWarn()
				.addKeyValue("project", project)
				.addKeyValue("veto", veto.label())
				.log("upstream forbids storing");
		}
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		FunctionCounter.builder("relay.cache.refreshes", this.refreshes, LongAdder::doubleValue)
			.description("Refreshes of stored answers that nobody waited for")
			.register(meters);
		for (Veto veto : Veto.values()) {
			FunctionCounter.builder("relay.cache.vetoes", adder(veto), LongAdder::doubleValue)
				.description("Answers that were served and not stored")
				.tag("reason", veto.label())
				.register(meters);
		}
	}

	private LongAdder adder(Veto veto) {
		return Objects.requireNonNull(this.vetoes.get(veto));
	}

}
