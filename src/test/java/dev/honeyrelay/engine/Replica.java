package dev.honeyrelay.engine;

import java.time.Duration;
import java.util.stream.Stream;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;

/**
 * One of several relays in front of one Redis.
 */
final class Replica implements AutoCloseable {

	private static final ProjectName PROJECT = new ProjectName("default");

	private final RunningRelay relay;

	private Replica(RunningRelay relay) {
		this.relay = relay;
	}

	/** Starts one and does not wait until it has found Redis. */
	static Replica start(HoneyHive honeyHive, String... settings) {
		return start(honeyHive.baseUrl(), settings);
	}

	/** Starts one in front of a HoneyHive elsewhere. */
	static Replica start(String honeyHive, String... settings) {
		return new Replica(RunningRelay.start(honeyHive, settings));
	}

	/** Starts one that has found Redis. */
	static Replica connected(HoneyHive honeyHive, String... settings) {
		Replica replica = start(honeyHive, settings);
		replica.awaitUp();
		return replica;
	}

	/** Starts one in front of a HoneyHive elsewhere that has found its Redis. */
	static Replica sharing(String honeyHive, String... settings) {
		Replica replica = start(honeyHive,
				Stream.concat(Stream.of("--relay.cache.shared.enabled=true"), Stream.of(settings))
					.toArray(String[]::new));
		replica.awaitUp();
		return replica;
	}

	/** Returns the answer for the result of {@code run}. */
	RawResponse result(String run, String... headers) {
		return this.relay.get(HoneyHive.result(run), headers);
	}

	/** Returns the answer to a question at {@code path}. */
	RawResponse get(String path) {
		return this.relay.get(path);
	}

	/** Purges {@code run} here. */
	void purge(String run) {
		this.relay.component(Results.class).purge(PROJECT, new RunId(run));
	}

	/** Returns whether the shared level is in use. */
	boolean isUp() {
		Gauge up = meters().find("relay.cache.shared.up").gauge();
		return up != null && up.value() == 1;
	}

	void awaitUp() {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(this::isUp);
	}

	void awaitDown() {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> !isUp());
	}

	/** Returns how many looks at the shared level came out so. */
	int loads(String outcome) {
		return count("relay.cache.shared.loads", "outcome", outcome);
	}

	/** Returns how many offers to the shared level came out so. */
	int stores(String outcome) {
		return count("relay.cache.shared.stores", "outcome", outcome);
	}

	/** Returns how many events of {@code kind} went that way. */
	int events(String kind, String direction) {
		return count("relay.cache.shared.events", "kind", kind, "direction", direction);
	}

	@Override
	public void close() {
		this.relay.close();
	}

	private int count(String name, String... tags) {
		Counter counter = meters().find(name).tags(tags).counter();
		return (counter != null) ? (int) counter.count() : 0;
	}

	private MeterRegistry meters() {
		return this.relay.component(MeterRegistry.class);
	}

}
