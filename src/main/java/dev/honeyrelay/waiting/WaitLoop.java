package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Look;
import dev.honeyrelay.results.Looks;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at the answer to one question, for all who wait for it, and tells
 * each when its wait is over. It ends when nobody waits any more. One thread turns it;
 * anybody may join or leave.
 */
final class WaitLoop {

	// A run may be written a moment after its id is known.
	private static final Duration LONGEST_MISSING = Duration.ofSeconds(5);

	private final RunQuery query;

	private final Looks looks;

	private final InstantSource time;

	private final BiConsumer<RunQuery, WaitLoop> ended;

	// Each with how many looks had come back when it joined.
	private final Map<Waiter, Integer> waiters = new LinkedHashMap<>();

	private boolean over;

	private volatile boolean closing;

	private volatile boolean woken;

	private volatile @Nullable Thread driver;

	// Written by the thread that turns it, with the waiters' lock.
	private @Nullable Look last;

	private Look.@Nullable Seen seen;

	private int seenBy;

	private volatile Progress progress;

	// From here on, only the thread that turns it.
	private @Nullable CompletableFuture<Look> underWay;

	private final LookSchedule schedule;

	private int number;

	private int omitted;

	private @Nullable Instant missingSince;

	/**
	 * Creates a loop that nobody has joined.
	 * @param ended is told when it is over
	 */
	WaitLoop(RunQuery query, Looks looks, InstantSource time, BiConsumer<RunQuery, WaitLoop> ended) {
		this.query = query;
		this.looks = looks;
		this.time = time;
		this.ended = ended;
		this.schedule = new LookSchedule(time.instant());
		this.progress = new Progress(0, this.schedule.due(), null);
	}

	/** Goes on where the loop was in which somebody has waited in vain. */
	void resume(Progress earlier) {
		this.progress = earlier;
		this.schedule.resume(earlier);
		this.number = earlier.looks();
		this.seen = earlier.seen();
	}

	/** Lets {@code waiter} join, unless the loop is over; returns whether it did. */
	boolean join(Waiter waiter) {
		synchronized (this.waiters) {
			if (this.over) {
				return false;
			}
			this.waiters.put(waiter, this.progress.looks());
		}
		wake();
		return true;
	}

	/** Lets {@code waiter} leave, whose caller has gone. */
	void leave(Waiter waiter) {
		synchronized (this.waiters) {
			Integer before = this.waiters.remove(waiter);
			if (before != null) {
				end(waiter, before, Ending.GONE);
			}
		}
		wake();
	}

	/** Ends all waits with the next turn. */
	void close() {
		this.closing = true;
		wake();
	}

	/** Begins to turn the loop, until it is over, on a thread of its own. */
	void start() {
		try {
			Thread.ofVirtual().name("wait").start(this::run);
		}
		catch (RuntimeException | Error ex) {
			abandon();
			throw ex;
		}
	}

	/** Returns how far the loop has come. */
	Progress progress() {
		return this.progress;
	}

	/** Returns the look that is under way, or {@code null} if none is. */
	@Nullable CompletableFuture<Look> underWay() {
		return this.underWay;
	}

	private void run() {
		this.driver = Thread.currentThread();
		try {
			for (Instant next = turn(); next != null; next = turn()) {
				Duration pause = Duration.between(this.time.instant(), next);
				// A look may park, too, and take the permit of a wake-up.
				if (pause.isPositive() && !this.woken) {
					LockSupport.parkNanos(this, TimeUnit.NANOSECONDS.convert(pause));
				}
				this.woken = false;
			}
		}
		finally {
			abandon();
		}
	}

	/**
	 * Does what is due: takes what a look has brought, ends waits, and begins the next
	 * look.
	 * @return when there is something to do again, unless somebody joins or leaves or a
	 * look comes back before that; {@code null} if the loop is over
	 */
	@Nullable Instant turn() {
		Instant now = this.time.instant();
		takeLook(now);
		List<Waiter> left = endWaits(now);
		if (left.isEmpty()) {
			return null;
		}
		if (this.underWay == null && !now.isBefore(this.schedule.due())) {
			// Whose trips are all under way must not keep the others from theirs.
			begin(left.get(this.omitted % left.size()), now);
		}
		Instant next = left.stream().map((waiter) -> waiter.wish().deadline()).min(Instant::compareTo).orElseThrow();
		return (this.underWay == null && this.schedule.due().isBefore(next)) ? this.schedule.due() : next;
	}

	private void begin(Waiter onBehalfOf, Instant now) {
		Duration period = this.schedule.begin(now);
		onBehalfOf.context().wrap(() -> look(period, onBehalfOf.places())).run();
	}

	private void look(Duration period, Places places) {
		CompletableFuture<Look> look = this.looks.look(this.query, this.seen, period, places);
		this.underWay = look;
		CompletableFuture<Look> _ = look.whenComplete((_, _) -> wake());
	}

	private void takeLook(Instant now) {
		CompletableFuture<Look> look = this.underWay;
		if (look == null || !look.isDone()) {
			return;
		}
		this.underWay = null;
		Look came = look.join();
		if (came instanceof Look.Omitted(Duration claimed)) {
			this.schedule.postpone(now);
			if (claimed != null) {
				followAnother(claimed);
			}
			else {
				this.omitted++;
			}
			return;
		}
		this.schedule.end((came instanceof Look.Seen sight) ? sight.askedAt() : null, now);
		this.number++;
		this.omitted = 0;
		this.missingSince = !(came instanceof Look.Missing) ? null
				: (this.missingSince != null) ? this.missingSince : this.schedule.began();
		synchronized (this.waiters) {
			this.last = came;
			if (came instanceof Look.Seen sight) {
				release();
				this.seen = sight;
				this.seenBy = this.number;
			}
			this.progress = new Progress(this.number, this.schedule.due(),
					(this.seen != null) ? this.seen.withoutKept() : null);
		}
	}

	// What another replica sees meanwhile is newer than what is kept here.
	private void followAnother(Duration claimed) {
		this.schedule.follow(claimed);
		synchronized (this.waiters) {
			release();
			this.seen = (this.seen != null) ? this.seen.withoutKept() : null;
		}
	}

	private List<Waiter> endWaits(Instant now) {
		List<Waiter> left = new ArrayList<>();
		synchronized (this.waiters) {
			this.waiters.entrySet().removeIf((entry) -> {
				Waiter waiter = entry.getKey();
				Ending ending = endingOf(waiter, entry.getValue(), now);
				return (ending != null) ? end(waiter, entry.getValue(), ending) : !left.add(waiter);
			});
			this.over = this.waiters.isEmpty();
		}
		return left;
	}

	// Only a look after somebody joined makes the wait a success: what was seen before is
	// perhaps known to be over, and who waits again must not spin.
	private @Nullable Ending endingOf(Waiter waiter, int before, Instant now) {
		if (this.number > before && this.last instanceof Look.Seen sight && sight.isStillFor(waiter.wish().still())) {
			return Ending.REACHED;
		}
		if (isHopeless()) {
			return Ending.HOPELESS;
		}
		if (!now.isBefore(waiter.wish().deadline())) {
			return Ending.TIMED_OUT;
		}
		return this.closing ? Ending.SHUTDOWN : null;
	}

	private boolean isHopeless() {
		return this.last instanceof Look.Refused || (this.last instanceof Look.Missing && this.missingSince != null
				&& Duration.between(this.missingSince, this.schedule.began()).compareTo(LONGEST_MISSING) >= 0);
	}

	private boolean end(Waiter waiter, int before, Ending ending) {
		if (this.seen != null) {
			this.seen.retain();
		}
		return waiter.outcome()
			.complete(new Waiter.Outcome(ending, this.last, this.seen, this.seenBy > before, this.progress));
	}

	private void release() {
		if (this.seen != null) {
			this.seen.close();
		}
	}

	/** Ends the loop: whatever has happened, nobody waits for ever. */
	void abandon() {
		this.ended.accept(this.query, this);
		synchronized (this.waiters) {
			this.over = true;
			this.waiters.forEach((waiter, before) -> end(waiter, before, Ending.SHUTDOWN));
			this.waiters.clear();
			release();
		}
		if (this.underWay != null) {
			CompletableFuture<Void> _ = this.underWay.thenAccept(Look::close);
		}
	}

	private void wake() {
		this.woken = true;
		LockSupport.unpark(this.driver);
	}

}
