package dev.honeyrelay.results;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.honeyrelay.cache.CacheProperties;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.cache.redis.SharedMemory;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import io.opentelemetry.api.trace.TracerProvider;
import org.jspecify.annotations.Nullable;

/**
 * The relay's core as production puts it together, on a hand-turned clock and with a
 * HoneyHive that follows a script. It tells answers as text: what is served, and the
 * {@code Cache-Status} without the name of the cache.
 */
public final class Rig {

	private static final int KEPT = 10_000;

	/** No request here has a trace. */
	static final ResultSpans UNTRACED = new ResultSpans(TracerProvider.noop().get("nobody"));

	private static final Set<Thread.State> SETTLED = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING,
			Thread.State.TERMINATED);

	public final ManualTime time;

	public final ScriptedHoneyHive honeyHive;

	final Store store;

	final UpstreamFetcher trips;

	public final Results results;

	public final Looks looks;

	/** Creates a relay with the default settings but for {@code differences}. */
	public Rig(String... differences) {
		this(new ManualTime(), null, differences);
	}

	/** Creates a relay whose clock and shared level others have, too. */
	public Rig(ManualTime time, @Nullable SharedMemory shared, String... differences) {
		this(time, shared, KEPT, differences);
	}

	/** Creates a relay that keeps nothing for those who wait but what is stored. */
	public static Rig keepingNothing() {
		return new Rig(new ManualTime(), null, 0);
	}

	private Rig(ManualTime time, @Nullable SharedMemory shared, long mostKept, String... differences) {
		this.time = time;
		this.honeyHive = new ScriptedHoneyHive(time);
		// A machine under load must not make a test wait in vain; where waiting in vain
		// is the point, the test says so.
		List<String> settings = Stream.concat(Stream.of("stale-wait=1m"), Stream.of(differences)).toList();
		CacheProperties properties = Settings.with(settings.toArray(String[]::new));
		this.store = (shared != null) ? shared.store(time, properties) : new Store(time, properties);
		this.trips = new UpstreamFetcher(this.store.responses(), this.honeyHive, UNTRACED, time, time);
		this.results = new Results(this.store.responses(), this.store.policy(), this.trips, UNTRACED, time);
		this.looks = new Looks(this.store.responses(), this.store.policy(), this.trips, this.results, time, mostKept);
	}

	/** Asks the relay and returns what it tells. */
	String ask(RunQuery query) {
		return told(this.results.answer(query));
	}

	/**
	 * Tells the relay that another one has just seen the runs of {@code query} change.
	 */
	public void changedElsewhere(RunQuery query) {
		query.runs()
			.forEach((run) -> this.store.responses().changedElsewhere(query.project(), run, this.time.instant()));
	}

	/** Starts a reader and returns as soon as it waits for HoneyHive, or is done. */
	CompletableFuture<String> waiting(RunQuery query) {
		CompletableFuture<String> told = new CompletableFuture<>();
		Thread reader = Thread.startVirtualThread(() -> {
			try {
				told.complete(ask(query));
			}
			catch (RuntimeException | Error ex) {
				told.completeExceptionally(ex);
			}
		});
		while (!SETTLED.contains(reader.getState())) {
			Thread.onSpinWait();
		}
		return told;
	}

	/** Turns the clock on. */
	void advance(long seconds) {
		this.time.advance(Duration.ofSeconds(seconds));
	}

	/** Returns once no trip is under way that a reader could join. */
	void awaitIdle() {
		while (this.trips.underWay() > 0) {
			Thread.onSpinWait();
		}
	}

	/** Returns what is stored, fresh or stale, or {@code null} if nothing is. */
	@Nullable String stored(RunQuery query) {
		StoredResponse stored = this.store.responses().lookup(query);
		return (stored != null) ? Sighting.textOf(stored.representation()) : null;
	}

	/** Returns {@code answer} as text. */
	static String told(Answer answer) {
		return switch (answer) {
			case Answer.Content content ->
				Sighting.textOf(content.representation()) + ": " + told(content.cacheStatus());
			case Answer.RunNotFound() -> "run-not-found";
			case Answer.Rejected(String message) -> "upstream-rejected: " + message;
			case Answer.Limited(int places) -> "limited: " + places;
			case Answer.Unavailable(Outage outage, boolean withheld) ->
				"unavailable: " + outage.kind().label() + (withheld ? ": " + told(CacheStatus.withheld(outage)) : "");
		};
	}

	private static String told(CacheStatus status) {
		return told(status.toString());
	}

	private static String told(String cacheStatus) {
		return cacheStatus.replaceFirst("^honeyhive-relay; ", "");
	}

}
