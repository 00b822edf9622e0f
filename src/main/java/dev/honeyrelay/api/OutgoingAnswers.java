package dev.honeyrelay.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.server.CallerProperties;
import dev.honeyrelay.server.ConnectionCuts;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Counts the memory of answers while they are being sent: a representation once, however
 * many callers take it, in the budget of all answers under way, and against the share of
 * the budget that one caller may hold over all its connections; while there is only one,
 * all but a share that is left for others. The store may have forgotten it long before.
 */
@Component
public final class OutgoingAnswers {

	private static final int MOST_WAITING = 1000;

	// So long after another caller has asked for something the one who still asks is
	// taken to be alone.
	private static final long NANOS_UNTIL_ALONE = Duration.ofMinutes(10).toNanos();

	// Others may need the bytes that are held meanwhile.
	private static final long NANOS_WITH_BYTES = Duration.ofSeconds(1).toNanos();

	private final ByteBudget budget;

	private final ConnectionCuts cuts;

	private final long share;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ended = this.lock.newCondition();

	private final Map<Representation, Sent> all = new HashMap<>();

	private final Map<String, CallerShare> callers = new HashMap<>();

	private final Ticker ticker;

	private int waiting;

	private volatile @Nullable String newestCaller;

	// When the newest caller was not the one before it.
	private volatile long callersDifferedAt;

	OutgoingAnswers(ByteBudget budget, CallerProperties properties, ConnectionCuts cuts, Ticker ticker) {
		this.budget = budget;
		this.cuts = cuts;
		this.share = (long) (budget.size() * properties.maxShare());
		this.ticker = ticker;
		this.callersDifferedAt = ticker.read() - NANOS_UNTIL_ALONE;
	}

	/** Notes that {@code caller} asks for something. */
	void asks(String caller) {
		String before = this.newestCaller;
		if (!caller.equals(before)) {
			this.newestCaller = caller;
			this.callersDifferedAt = (before != null) ? this.ticker.read() : this.callersDifferedAt;
		}
	}

	/**
	 * Returns {@code representation} on its way to {@code caller}, not counted yet.
	 * @param leased whether it is in the budget already, since a trip brought it
	 */
	public Transfer transfer(String caller, Representation representation, boolean leased) {
		asks(caller);
		return new Transfer(this, this.cuts, caller, representation, leased);
	}

	/**
	 * Waits until a caller can be sent so many bytes more, holding none meanwhile, and
	 * returns room for a transfer to take, or {@code null} if that is not within
	 * {@code limit}. From when its share has so many, they count in its share: all that
	 * one caller waits for together must not be set aside at others' expense.
	 */
	@Nullable Room awaitRoom(String caller, long bytes, Duration limit) throws InterruptedException {
		long end = System.nanoTime() + limit.toNanos();
		if (!awaitTurn(caller, limit.toNanos(), limit.toNanos(), (turn) -> promised(caller, turn, bytes))) {
			return null;
		}
		Lease lease = null;
		try {
			lease = this.budget.awaitFirst(bytes, Duration.ofNanos(end - System.nanoTime()));
			return (lease != null) ? new Room(this, caller, bytes, lease) : null;
		}
		finally {
			if (lease == null) {
				promise(caller, -bytes);
			}
		}
	}

	/**
	 * Waits until {@code transfer}, which a trip brought and whose bytes are kept
	 * meanwhile, is counted in its caller's share, and returns whether it is: in its
	 * turn, within {@code limit} where its caller is alone and else a moment, or at last.
	 */
	boolean awaitBegin(Transfer transfer, Duration limit) throws InterruptedException {
		long nanos = limit.toNanos();
		return awaitTurn(transfer.caller(), nanos, Math.min(nanos, NANOS_WITH_BYTES),
				(turn) -> count(transfer, turn, true)) || begin(transfer, false);
	}

	private boolean awaitTurn(String caller, long alone, long amongOthers, Predicate<Object> begin)
			throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (this.waiting >= MOST_WAITING) {
				return false;
			}
			Object mine = new Object();
			this.waiting++;
			this.callers.computeIfAbsent(caller, (_) -> new CallerShare()).join(mine);
			try {
				return begins(mine, alone, amongOthers, begin);
			}
			finally {
				this.waiting--;
				this.callers.computeIfPresent(caller, (_, share) -> {
					share.leave(mine);
					return share.orNothing();
				});
				this.ended.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean begins(Object mine, long alone, long amongOthers, Predicate<Object> begin)
			throws InterruptedException {
		long start = System.nanoTime();
		while (!begin.test(mine)) {
			long left = (isAlone() ? alone : amongOthers) - (System.nanoTime() - start);
			if (left <= 0) {
				return false;
			}
			// Others may come meanwhile.
			this.ended.awaitNanos(Math.min(left, NANOS_WITH_BYTES));
		}
		return true;
	}

	/**
	 * Counts {@code transfer}, or not if there is no room for it, or {@code inTurn} and
	 * others of its caller wait for some, and returns whether it did.
	 */
	boolean begin(Transfer transfer, boolean inTurn) {
		this.lock.lock();
		try {
			return count(transfer, null, inTurn);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean count(Transfer transfer, @Nullable Object turn, boolean inTurn) {
		Representation representation = transfer.representation();
		long bytes = representation.keptBytes();
		boolean reserved = transfer.redeemRoom();
		CallerShare share = this.callers.get(transfer.caller());
		long beside = transfer.bytesBeside();
		long more = (share != null && share.has(representation)) ? beside : bytes + beside;
		boolean admitted = reserved || share == null || more == 0
				|| ((!inTurn || share.isTurnOf(turn)) && share.hasRoom(more, most(), transfer.isLeased()));
		if (!admitted || !transfer.takeWork(this.budget) || !take(transfer, bytes)) {
			transfer.endWork();
			return false;
		}
		this.callers.computeIfAbsent(transfer.caller(), (_) -> new CallerShare()).add(representation, bytes, beside);
		return true;
	}

	/** Returns how many wait for their caller's share. */
	int waiting() {
		this.lock.lock();
		try {
			return this.waiting;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Counts {@code transfer} no longer. */
	void end(Transfer transfer) {
		this.lock.lock();
		try {
			this.callers.computeIfPresent(transfer.caller(), (_, share) -> {
				share.remove(transfer.representation(), transfer.bytesBeside());
				return share.orNothing();
			});
			this.all.computeIfPresent(transfer.representation(), (_, sent) -> sent.left());
			transfer.endWork();
			this.ended.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Counts bytes as set aside in a caller's share, or no longer if negative. */
	void promise(String caller, long bytes) {
		this.lock.lock();
		try {
			this.callers.compute(caller, (_, known) -> {
				CallerShare share = (known != null) ? known : new CallerShare();
				share.promise(bytes);
				return share.orNothing();
			});
			this.ended.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean promised(String caller, Object turn, long bytes) {
		CallerShare share = this.callers.get(caller);
		boolean free = share == null || (share.isTurnOf(turn) && share.hasRoom(bytes, most(), false));
		if (free) {
			promise(caller, bytes);
		}
		return free;
	}

	// What one caller may have: whoever else comes finds a share of its own.
	private long most() {
		return isAlone() ? Math.max(this.share, this.budget.size() - this.share) : this.share;
	}

	private boolean isAlone() {
		return this.ticker.read() - this.callersDifferedAt >= NANOS_UNTIL_ALONE;
	}

	private boolean take(Transfer transfer, long bytes) {
		Representation representation = transfer.representation();
		// What a trip brought is counted; that it was compressed for its caller is not.
		long missing = transfer.isLeased() ? bytes - representation.length(ContentCoding.IDENTITY) : bytes;
		Sent known = this.all.get(representation);
		if (known != null || transfer.isLeased() || bytes <= Transfer.TINY) {
			Sent sent = (known != null) ? known : new Sent(this.budget.lease());
			sent.senders += (known != null) ? 1 : 0;
			sent.lease.cover(missing);
			this.all.put(representation, sent);
			return true;
		}
		Lease lease = this.budget.lease();
		if (!transfer.take(bytes, lease)) {
			return false;
		}
		this.all.put(representation, new Sent(lease));
		return true;
	}

	/**
	 * A representation that is being sent to somebody.
	 */
	private static final class Sent {

		private final Lease lease;

		private int senders = 1;

		Sent(Lease lease) {
			this.lease = lease;
		}

		@Nullable Sent left() {
			this.senders--;
			if (this.senders > 0) {
				return this;
			}
			this.lease.close();
			return null;
		}

	}

}
