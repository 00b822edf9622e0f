package dev.honeyrelay.views.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * How old the numbers of a page are, and how far they can be relied on, in words.
 *
 * @param now the moment at which the page is made
 * @param age how long ago HoneyHive was asked for the oldest of them
 * @param unchanged for how long the relay has seen them unchanged, or {@code null} if it
 * does not know
 * @param standing what is older than it should be, since HoneyHive cannot be asked
 * @param unsettled why they may still change, in words, or {@code null} if all runs are
 * settled
 * @param ended whether the runs that are not settled have ended all the same, so that
 * nothing new is expected soon
 * @param missing how many of the runs could not be read
 * @param runs how many runs there are
 * @param tag what the page is made of, as its entity tag tells it
 */
public record Reading(Instant now, Duration age, @Nullable Duration unchanged, Standing standing,
		@Nullable String unsettled, boolean ended, int missing, int runs, String tag) {

	/** Returns one of which the rows have said nothing yet. */
	public static Reading of(Instant now, Duration age, @Nullable Duration unchanged, Standing standing, String tag) {
		return new Reading(now, age, unchanged, standing, null, false, 0, 0, tag);
	}

	/**
	 * Returns this with what the rows say about how settled the runs are.
	 * @param ended whether those that are not settled have ended all the same
	 */
	Reading with(@Nullable String unsettled, boolean ended) {
		return new Reading(this.now, this.age, this.unchanged, this.standing,
				(unsettled != null) ? PageCell.shown(unsettled) : null, ended, this.missing, this.runs, this.tag);
	}

	/** Returns this of so many runs, of which so many could not be read. */
	Reading without(int missing, int runs) {
		return new Reading(this.now, this.age, this.unchanged, this.standing, this.unsettled, this.ended, missing, runs,
				this.tag);
	}

	/** Returns whether not one of the runs could be read. */
	public boolean nothing() {
		return this.missing > 0 && this.missing == this.runs;
	}

	/** Returns after how many seconds it should be looked at again. */
	public int pause() {
		return this.ended ? 60 : 10;
	}

	/** Returns how often that is, in words. */
	public String often() {
		return this.ended ? "once a minute" : "every ten seconds";
	}

	/** Returns whether older numbers stand in. */
	public boolean stale() {
		return this.standing.numbers();
	}

	/** Returns whether an older list of runs stands in. */
	public boolean staleList() {
		return this.standing.list();
	}

	/** Returns the moment at which HoneyHive was asked, as {@code datetime} has it. */
	public String asked() {
		return lastLook().toString();
	}

	/** Returns how long ago HoneyHive was asked. */
	public String askedAgo() {
		return ago(this.age);
	}

	/** Returns since when they are unchanged, as {@code datetime} has it. */
	public String since() {
		return (this.unchanged != null) ? lastLook().minus(this.unchanged.truncatedTo(ChronoUnit.SECONDS)).toString()
				: "";
	}

	/** Returns for how long they are unchanged. */
	public String unchangedFor() {
		return (this.unchanged != null) ? words(this.unchanged) : "";
	}

	// Nobody has seen anything since.
	private Instant lastLook() {
		return this.now.minus(this.age).truncatedTo(ChronoUnit.SECONDS);
	}

	private static String ago(Duration time) {
		return (time.toSeconds() < 2) ? "just now" : words(time) + " ago";
	}

	/** Returns {@code time} in its largest unit, rounded down. */
	static String words(Duration time) {
		if (time.toDays() > 0) {
			return count(time.toDays(), "day");
		}
		if (time.toHours() > 0) {
			return count(time.toHours(), "hour");
		}
		if (time.toMinutes() > 0) {
			return count(time.toMinutes(), "minute");
		}
		return (time.toSeconds() > 0) ? count(time.toSeconds(), "second") : "less than a second";
	}

	private static String count(long number, String unit) {
		return number + " " + unit + ((number == 1) ? "" : "s");
	}

	/**
	 * What stands in for something newer, since HoneyHive cannot be asked.
	 *
	 * @param numbers whether older numbers do
	 * @param list whether an older list does, off which the runs were taken
	 */
	public record Standing(boolean numbers, boolean list) {
	}

}
