package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Rig;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A relay with one caller who waits, and a loop that is turned by hand.
 */
final class WaitRig {

	/** The moment at which the caller comes. */
	private static final Instant BEGIN = ManualTime.START.plus(Duration.ofHours(1));

	private static final RunQuery QUERY = Questions.result("ci-48213");

	private static final Pattern PREFER = Pattern.compile("wait=(\\d+), still=(\\d+)");

	private static final Set<Thread.State> AT_REST = EnumSet.of(Thread.State.WAITING, Thread.State.TERMINATED);

	private final Rig rig;

	private final Waits waits;

	private volatile @Nullable WaitLoop loop;

	private volatile @Nullable Runnable hangUp;

	private Places places = Places.unlimited();

	private int askedBefore;

	private volatile boolean purgesNextTrip;

	private volatile @Nullable Answer answer;

	/** Creates a relay in which so many callers may wait. */
	WaitRig(Rig rig, int most) {
		this.rig = rig;
		this.waits = new Waits(this.rig.results, this.rig.looks, this.rig.time, most, (begun) -> this.loop = begun);
	}

	ManualTime time() {
		return this.rig.time;
	}

	Waits waits() {
		return this.waits;
	}

	/**
	 * Makes HoneyHive do what {@code script} says, by the seconds that the caller waits.
	 */
	void honeyHiveDoes(LongFunction<UpstreamOutcome> script) {
		this.rig.honeyHive.comesTo((query) -> {
			UpstreamOutcome outcome = script.apply(Duration.between(BEGIN, time().instant()).toSeconds());
			if (this.purgesNextTrip) {
				this.purgesNextTrip = false;
				purge();
			}
			return outcome;
		});
	}

	/** Has somebody read the answer so long before the caller comes. */
	void readBefore(Duration... agos) {
		for (Duration ago : agos) {
			time().advanceTo(BEGIN.minus(ago));
			this.rig.results.answer(QUERY).close();
		}
	}

	void purge() {
		this.rig.results.purge(QUERY.project(), QUERY.runs().getFirst());
	}

	void purgeDuringNextTrip() {
		this.purgesNextTrip = true;
	}

	void hangUp() {
		Objects.requireNonNull(this.hangUp).run();
	}

	void allowNoTrip() {
		this.places = new Places(0);
	}

	/**
	 * Lets a caller come who prefers what {@code prefer} says, and returns how long it
	 * has waited.
	 */
	Duration waitFor(String prefer, WaitEvents events) throws InterruptedException {
		Matcher preference = PREFER.matcher(prefer);
		if (!preference.matches()) {
			throw new IllegalArgumentException("no such preference: " + prefer);
		}
		time().advanceTo(BEGIN);
		this.askedBefore = this.rig.honeyHive.asked();
		Wish wish = new Wish(Duration.ofSeconds(Long.parseLong(preference.group(2))),
				BEGIN.plusSeconds(Long.parseLong(preference.group(1))), prefer);
		Thread caller = Thread
			.startVirtualThread(() -> this.answer = this.waits.answer(QUERY, wish, this.places, this::watch));
		while (!AT_REST.contains(caller.getState())) {
			Thread.onSpinWait();
		}
		if (this.loop != null) {
			turnUntilOver(this.loop, events);
		}
		caller.join();
		return Duration.between(BEGIN, time().instant());
	}

	/** Returns what the caller was told. */
	String told() {
		return switch (Objects.requireNonNull(this.answer)) {
			case Answer.Content content -> Sighting.textOf(content.representation()).replaceFirst(" \\d+$", "");
			case Answer.RunNotFound() -> "run-not-found";
			case Answer.Rejected _ -> "upstream-rejected";
			case Answer.Limited _ -> "rate-limited";
			case Answer.Unavailable(Outage outage, boolean _) -> "upstream-" + outage.kind().label();
		};
	}

	/** Returns whether the answer says that the preferences were met. */
	boolean isMet() {
		return this.answer instanceof Answer.Content content && content.preferenceApplied() != null;
	}

	/** Returns how often HoneyHive was asked for the sake of the caller. */
	int asked() {
		return this.rig.honeyHive.asked() - this.askedBefore;
	}

	/** Returns how many waits are under way, as the meter tells it. */
	double open() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		this.waits.meters().bindTo(meters);
		return meters.get("relay.waits.open").gauge().value();
	}

	private void turnUntilOver(WaitLoop turned, WaitEvents events) {
		Duration moment = events.moment();
		for (Instant next = turn(turned); next != null; next = turn(turned)) {
			if (moment != null && !next.isBefore(BEGIN.plus(moment))) {
				time().advanceTo(BEGIN.plus(moment));
				events.happen();
				moment = null;
			}
			else {
				time().advanceTo(next);
			}
		}
		turned.abandon();
	}

	private static @Nullable Instant turn(WaitLoop turned) {
		Instant next = turned.turn();
		while (turned.underWay() != null) {
			turned.underWay().join();
			next = turned.turn();
		}
		return next;
	}

	private Presence.Watch watch(Runnable gone) {
		this.hangUp = gone;
		return () -> this.hangUp = null;
	}

}
