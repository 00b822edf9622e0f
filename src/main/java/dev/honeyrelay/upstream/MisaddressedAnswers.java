package dev.honeyrelay.upstream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunQuery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells and counts what came of answers that named other runs than were asked for.
 */
final class MisaddressedAnswers {

	private static final Logger log = LoggerFactory.getLogger(HoneyHiveClient.class);

	private final Counter counter;

	private final Set<ProjectName> told = ConcurrentHashMap.newKeySet();

	MisaddressedAnswers(MeterRegistry meters) {
		this.counter = Counter.builder("relay.upstream.misaddressed")
			.description("Answers that were for another question than the one asked")
			.register(meters);
	}

	/** Takes in that HoneyHive says the same on a new connection: it names the run so. */
	void confirmed(RunQuery query) {
		if (this.told.add(query.project())) {
			log.atInfo()
				.addKeyValue("project", query.project())
				.addKeyValue("operation", query.operation().label())
				.addKeyValue("runs", query.runs())
				.log("upstream names a run otherwise");
		}
	}

	/** Takes in that HoneyHive says something else on a new connection, or nothing. */
	void refuted(RunQuery query) {
		this.counter.increment();
		log.atWarn()
			.addKeyValue("project", query.project())
			.addKeyValue("operation", query.operation().label())
			.addKeyValue("runs", query.runs())
			.log("upstream answered another question");
	}

	/** Forgets what was told of all projects but these. */
	void keepOnly(Set<ProjectName> projects) {
		this.told.retainAll(projects);
	}

}
