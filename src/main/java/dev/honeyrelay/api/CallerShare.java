package dev.honeyrelay.api;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

import dev.honeyrelay.response.Representation;
import org.jspecify.annotations.Nullable;

/**
 * What is being sent to one caller, or set aside for it, and who waits for it to be less,
 * in the order of arrival. Not safe for use by several threads at once.
 */
final class CallerShare {

	private final Map<Representation, Part> parts = new HashMap<>();

	private final Queue<Object> waiting = new ArrayDeque<>();

	private long bytes;

	private long promised;

	/** Returns whether {@code representation} is being sent to this caller already. */
	boolean has(Representation representation) {
		return this.parts.containsKey(representation);
	}

	/**
	 * Returns whether so many bytes more are no more than {@code most} together. One
	 * answer may be larger, or nobody could ever have it.
	 * @param taken whether those bytes are taken already: then it must not wait for what
	 * is only set aside, which may wait for them
	 */
	boolean hasRoom(long more, long most, boolean taken) {
		long all = taken ? this.bytes : this.bytes + this.promised;
		return all == 0 || all + more <= most;
	}

	/**
	 * Counts one transfer of {@code length} bytes, which several may share, and
	 * {@code beside} of its own.
	 */
	void add(Representation representation, long length, long beside) {
		this.bytes += beside;
		Part part = this.parts.computeIfAbsent(representation, (_) -> {
			this.bytes += length;
			return new Part(length);
		});
		part.senders++;
	}

	/** Counts one transfer no longer, which had {@code beside} bytes of its own. */
	void remove(Representation representation, long beside) {
		this.bytes -= beside;
		Part part = this.parts.get(representation);
		if (part != null) {
			part.senders--;
			if (part.senders == 0) {
				this.parts.remove(representation);
				this.bytes -= part.bytes;
			}
		}
	}

	/** Counts bytes that are set aside, or no longer if they are negative. */
	void promise(long more) {
		this.promised += more;
	}

	/** Puts {@code one} behind all who wait. */
	void join(Object one) {
		this.waiting.add(one);
	}

	/** Takes {@code one} away from those who wait. */
	void leave(Object one) {
		this.waiting.remove(one);
	}

	/**
	 * Returns whether nobody waits before {@code one}, or nobody at all if that is
	 * {@code null}.
	 */
	boolean isTurnOf(@Nullable Object one) {
		Object first = this.waiting.peek();
		return first == null || first.equals(one);
	}

	/** Returns this, or {@code null} if there is nothing to remember. */
	@Nullable CallerShare orNothing() {
		return (this.bytes == 0 && this.promised == 0 && this.waiting.isEmpty()) ? null : this;
	}

	/**
	 * A representation that is being sent to this caller.
	 */
	private static final class Part {

		private final long bytes;

		private int senders;

		Part(long bytes) {
			this.bytes = bytes;
		}

	}

}
