package dev.honeyrelay.waiting;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Kind;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What happens while somebody waits, as a row of the document says it: what HoneyHive
 * answers at each moment, and at most one thing that somebody else does.
 */
final class WaitEvents {

	private static final Pattern MOMENT = Pattern
		.compile("(.*?)(?: from (\\d+) s)?(?: (?:until|to) (\\d+) s)?(?: at (\\d+) s)?");

	private final String what;

	private final long from;

	private final long until;

	private final @Nullable Duration moment;

	private final WaitRig rig;

	private WaitEvents(String what, long from, long until, @Nullable Duration moment, WaitRig rig) {
		this.what = what;
		this.from = from;
		this.until = until;
		this.moment = moment;
		this.rig = rig;
	}

	/** Returns the events of {@code cell}, which happen to {@code rig}. */
	static WaitEvents of(String cell, WaitRig rig) {
		Matcher matcher = MOMENT.matcher(cell);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("no such event: " + cell);
		}
		String at = matcher.group(4);
		WaitEvents events = new WaitEvents(matcher.group(1),
				(matcher.group(2) != null) ? Long.parseLong(matcher.group(2)) : 0,
				(matcher.group(3) != null) ? Long.parseLong(matcher.group(3)) : Long.MAX_VALUE,
				(at != null) ? Duration.ofSeconds(Long.parseLong(at)) : null, rig);
		rig.honeyHiveDoes(events::answer);
		events.prepare();
		return events;
	}

	/** Returns when something is done by somebody, or {@code null} if nothing is. */
	@Nullable Duration moment() {
		return switch (this.what) {
			case "it is purged", "it is purged while it is asked for", "the relay shuts down", "the caller hangs up" ->
				this.moment;
			default -> null;
		};
	}

	/** Does it. */
	void happen() {
		switch (this.what) {
			case "it is purged" -> this.rig.purge();
			case "it is purged while it is asked for" -> this.rig.purgeDuringNextTrip();
			case "the relay shuts down" -> this.rig.waits().close();
			case "the caller hangs up" -> this.rig.hangUp();
			default -> throw new IllegalStateException(this.what);
		}
	}

	private void prepare() {
		switch (this.what) {
			case "it has been still for an hour" -> this.rig.readBefore(Duration.ofHours(1), Duration.ZERO);
			case "it was read for the first time 5 s ago" -> this.rig.readBefore(Duration.ofSeconds(5));
			case "its caller has as many trips under way as it may" -> this.rig.allowNoTrip();
			default -> {
			}
		}
	}

	private UpstreamOutcome answer(long seconds) {
		boolean now = seconds >= this.from && seconds < this.until;
		return switch (this.what) {
			case "it stays the same", "it has been still for an hour", "it was read for the first time 5 s ago",
					"it is purged", "it is purged while it is asked for", "the relay shuts down", "the caller hangs up",
					"as many wait as may", "its caller has as many trips under way as it may" ->
				saying("new", true);
			case "it changes" -> saying((seconds < seconds(this.moment)) ? "old" : "new", true);
			case "it changes every second" -> saying("new " + seconds, true);
			case "a run in it is running" -> saying("new", !now);
			case "it stays the same, and HoneyHive forbids storing it",
					"it stays the same, HoneyHive forbids storing it, and there is no room for it" ->
				answered(sighting("new").vetoed(NotStoredReason.NO_STORE));
			case "HoneyHive fails" -> now ? unavailable(Outage.of(Kind.FAILED, 503)) : saying("new", true);
			case "HoneyHive refuses the key" ->
				now ? unavailable(Outage.of(Kind.KEY_REFUSED, 401)) : saying("new", true);
			case "HoneyHive asks for a pause" ->
				now ? unavailable(Outage.of(Kind.RATE_LIMITED, 429)) : saying("new", true);
			case "HoneyHive knows no such run" -> now ? new UpstreamOutcome.NotFound(true) : saying("new", true);
			case "HoneyHive refuses the question" -> new UpstreamOutcome.Rejected("no");
			default -> throw new IllegalArgumentException("no such event: " + this.what);
		};
	}

	private UpstreamOutcome saying(String text, boolean settled) {
		return answered(settled ? sighting(text) : sighting(text).unsettled());
	}

	private Sighting sighting(String text) {
		return Sighting.of(text, this.rig.time().instant()).touchedAt(ManualTime.START.minus(Duration.ofDays(1)));
	}

	private static UpstreamOutcome answered(Sighting sighting) {
		return new UpstreamOutcome.Answered(sighting.seen(), List.of(), new ByteBudget(1).lease());
	}

	private static UpstreamOutcome unavailable(Outage outage) {
		return new UpstreamOutcome.Unavailable(outage);
	}

	private static long seconds(@Nullable Duration moment) {
		return (moment != null) ? moment.toSeconds() : 0;
	}

}
