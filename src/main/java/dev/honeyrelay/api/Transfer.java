package dev.honeyrelay.api;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.server.ConnectionCuts;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * One answer that is being sent to one caller. An answer that leaves with the first write
 * need not be counted; every other is, until it has been sent or cannot be.
 */
public final class Transfer extends AtomicReference<Transfer.State> implements AutoCloseable {

	private static final long serialVersionUID = 1L;

	// What is counted for each request that is being answered has room for this.
	static final int TINY = 16 * 1024;

	private final transient OutgoingAnswers answers;

	private final transient ConnectionCuts cuts;

	private final String caller;

	private final transient Representation representation;

	private final boolean leased;

	private long kept;

	private long work;

	private transient @Nullable Lease workLease;

	// Where the bytes are taken from first.
	private transient @Nullable Room room;

	Transfer(OutgoingAnswers answers, ConnectionCuts cuts, String caller, Representation representation,
			boolean leased) {
		super(State.NEW);
		this.answers = answers;
		this.cuts = cuts;
		this.caller = caller;
		this.representation = representation;
		this.leased = leased;
	}

	/**
	 * Returns this, which takes more than the answer's own bytes.
	 * @param kept bytes that are in the budget already
	 * @param work bytes that are not
	 */
	Transfer with(long kept, long work) {
		this.kept = kept;
		this.work = work;
		return this;
	}

	/**
	 * Counts the answer, unless it is tiny, and returns whether there is room for it and
	 * nobody of its caller waits for some. A full budget keeps nobody from what is tiny
	 * and stored.
	 */
	public boolean begin() {
		return isFree() || counted(this.answers.begin(this, true));
	}

	/**
	 * Counts the answer like {@link #begin()}, with what {@code room} has set aside.
	 */
	boolean beginWith(@Nullable Room room) {
		this.room = room;
		boolean begun = begin();
		this.room = null;
		return begun;
	}

	/**
	 * Counts the answer, which a trip brought, after those that wait for the same, and
	 * returns whether that could be done within {@code limit}.
	 */
	boolean beginInTurn(Duration limit) throws InterruptedException {
		return isFree() || counted(this.answers.awaitBegin(this, limit));
	}

	/**
	 * Counts the answer, since it has not left {@code endPoint} at once; if there is no
	 * room for it, the connection is cut, for it is too late to refuse or to wait.
	 */
	public void linger(EndPoint endPoint) {
		if (!isFree() && !counted(this.answers.begin(this, false))) {
			this.cuts.cut(endPoint, ConnectionCuts.Reason.MEMORY);
		}
	}

	private boolean isFree() {
		return get() != State.NEW || bytes() <= TINY;
	}

	private boolean counted(boolean begun) {
		if (begun && !compareAndSet(State.NEW, State.COUNTED)) {
			// It has just left.
			this.answers.end(this);
		}
		return begun;
	}

	/** Returns whether the answer has been sent, or cannot be. */
	public boolean isOver() {
		return get() == State.ENDED;
	}

	/** Notes that the answer has been sent, or cannot be; doing so twice is harmless. */
	@Override
	public void close() {
		if (getAndSet(State.ENDED) == State.COUNTED) {
			this.answers.end(this);
		}
	}

	String caller() {
		return this.caller;
	}

	Representation representation() {
		return this.representation;
	}

	/** Returns how many bytes it takes in all. */
	long bytes() {
		return this.representation.keptBytes() + bytesBeside();
	}

	/** Returns how many of them are not those of the answer, which callers may share. */
	long bytesBeside() {
		return this.kept + this.work;
	}

	/**
	 * Takes what this needs for itself from {@code budget}, or nothing. What a trip
	 * brought makes others wait until it has left, and what is tiny is given in any case:
	 * for them it is counted even if there is not so much.
	 */
	boolean takeWork(ByteBudget budget) {
		if (this.work == 0) {
			return true;
		}
		Lease lease = budget.lease();
		if (this.leased || this.representation.keptBytes() <= TINY) {
			lease.cover(this.work);
		}
		else if (!take(this.work, lease)) {
			return false;
		}
		this.workLease = lease;
		return true;
	}

	/** Gives that back. */
	void endWork() {
		Lease lease = this.workLease;
		if (lease != null) {
			lease.close();
		}
	}

	/**
	 * Returns whether bytes were set aside for the answer, which from now on are its own.
	 */
	boolean redeemRoom() {
		Room mine = this.room;
		if (mine != null) {
			mine.redeem();
		}
		return mine != null;
	}

	/** Has {@code lease} take so many bytes, of those that were set aside first. */
	boolean take(long bytes, Lease lease) {
		Room mine = this.room;
		return (mine != null && lease.take(bytes, mine.lease())) || lease.take(bytes);
	}

	/** Returns whether the answer is in the budget already, since a trip brought it. */
	boolean isLeased() {
		return this.leased;
	}

	/**
	 * How far an answer has come.
	 */
	enum State {

		/** Not counted. */
		NEW,

		/** Counted. */
		COUNTED,

		/** Not to be counted any more. */
		ENDED

	}

}
