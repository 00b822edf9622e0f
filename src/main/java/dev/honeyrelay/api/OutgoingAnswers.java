package dev.honeyrelay.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
 * the budget that one caller may hold over all its connections. The store may have
 * forgotten it long before.
 */
@Component
public final class OutgoingAnswers {

	private static final int MOST_WAITING = 1000;

	private final ByteBudget budget;

	private final ConnectionCuts cuts;

	private final long share;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ended = this.lock.newCondition();

	private final Map<Representation, Sent> all = new HashMap<>();

	private final Map<String, CallerShare> callers = new HashMap<>();

	private int waiting;

	OutgoingAnswers(ByteBudget budget, CallerProperties properties, ConnectionCuts cuts) {
		this.budget = budget;
		this.cuts = cuts;
		this.share = (long) (budget.size() * properties.maxShare());
	}

	/**
	 * Returns {@code representation} on its way to {@code caller}, not counted yet.
	 * @param leased whether it is in the budget already, since a trip brought it
	 */
	public Transfer transfer(String caller, Representation representation, boolean leased) {
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
		if (!awaitShare(caller, bytes, limit, true)) {
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
	 * Waits until a caller's share has room for so many bytes more, but not longer than
	 * {@code limit}.
	 */
	boolean awaitShare(String caller, long bytes, Duration limit) throws InterruptedException {
		return awaitShare(caller, bytes, limit, false);
	}

	private boolean awaitShare(String caller, long bytes, Duration limit, boolean promised)
			throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (this.waiting >= MOST_WAITING) {
				return false;
			}
			this.waiting++;
			try {
				long left = limit.toNanos();
				while (left > 0 && !hasRoom(this.callers.get(caller), bytes)) {
					left = this.ended.awaitNanos(left);
				}
				if (left > 0 && promised) {
					promise(caller, bytes);
				}
				return left > 0;
			}
			finally {
				this.waiting--;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Counts {@code transfer}, or not if there is no room for it, and returns whether it
	 * did.
	 */
	boolean begin(Transfer transfer) {
		long bytes = transfer.representation().keptBytes();
		Room room = transfer.room();
		this.lock.lock();
		try {
			if (room != null) {
				room.redeem();
			}
			CallerShare caller = this.callers.get(transfer.caller());
			boolean admitted = (caller != null && caller.parts.containsKey(transfer.representation()))
					|| hasRoom(caller, bytes);
			if (!admitted || !take(transfer, bytes)) {
				return false;
			}
			this.callers.computeIfAbsent(transfer.caller(), (_) -> new CallerShare()).add(transfer, bytes);
			return true;
		}
		finally {
			this.lock.unlock();
		}
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
			this.callers.computeIfPresent(transfer.caller(), (_, caller) -> caller.remove(transfer));
			this.all.computeIfPresent(transfer.representation(), (_, sent) -> sent.left());
			this.ended.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Counts bytes that are set aside in a caller's share, or no longer if they are
	 * negative.
	 */
	void promise(String caller, long bytes) {
		this.lock.lock();
		try {
			CallerShare mine = this.callers.computeIfAbsent(caller, (_) -> new CallerShare());
			mine.bytes += bytes;
			this.callers.compute(caller, (_, share) -> mine.orNothing());
			this.ended.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	// One answer may be larger than the share, or nobody could ever have it.
	private boolean hasRoom(@Nullable CallerShare caller, long bytes) {
		return caller == null || caller.bytes + bytes <= this.share;
	}

	private boolean take(Transfer transfer, long bytes) {
		Representation representation = transfer.representation();
		// What a trip brought is counted; that it was compressed for its caller is not.
		long missing = transfer.isLeased() ? bytes - representation.length(ContentCoding.IDENTITY) : bytes;
		Sent known = this.all.get(representation);
		if (known != null || transfer.isLeased()) {
			Sent sent = (known != null) ? known : new Sent(this.budget.lease());
			sent.senders += (known != null) ? 1 : 0;
			sent.lease.cover(missing);
			this.all.put(representation, sent);
			return true;
		}
		Lease lease = this.budget.lease();
		Room room = transfer.room();
		if (!(room != null && lease.take(bytes, room.lease())) && !lease.take(bytes)) {
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

	/**
	 * What is being sent to one caller, or set aside for it; never nothing.
	 */
	private static final class CallerShare {

		private final Map<Representation, Part> parts = new HashMap<>();

		private long bytes;

		void add(Transfer transfer, long length) {
			Part part = this.parts.computeIfAbsent(transfer.representation(), (_) -> {
				this.bytes += length;
				return new Part(length);
			});
			part.senders++;
		}

		@Nullable CallerShare remove(Transfer transfer) {
			Part part = this.parts.get(transfer.representation());
			if (part != null) {
				part.senders--;
				if (part.senders == 0) {
					this.parts.remove(transfer.representation());
					this.bytes -= part.bytes;
				}
			}
			return orNothing();
		}

		@Nullable CallerShare orNothing() {
			return (this.bytes == 0) ? null : this;
		}

	}

	/**
	 * A representation that is being sent to one caller.
	 */
	private static final class Part {

		private final long bytes;

		private int senders;

		Part(long bytes) {
			this.bytes = bytes;
		}

	}

}
