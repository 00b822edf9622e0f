package dev.honeyrelay.response;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A number of places for what may be under way at once; each is taken and given back.
 * Unlike a semaphore it knows how many there are in all, which is what who finds none
 * free is told, and nobody waits for one.
 */
public final class Places {

	private final int count;

	private final AtomicInteger free;

	/** Creates {@code count} places, all of them free. */
	public Places(int count) {
		this.count = count;
		this.free = new AtomicInteger(count);
	}

	/** Returns as many places as anybody can ask for. */
	public static Places unlimited() {
		return new Places(Integer.MAX_VALUE);
	}

	/** Takes a place and returns {@code true}, or {@code false} if none is free. */
	public boolean tryTake() {
		return this.free.getAndUpdate((now) -> Math.max(0, now - 1)) > 0;
	}

	/** Gives back a place that was taken. */
	public void giveBack() {
		this.free.incrementAndGet();
	}

	/** Returns how many places there are, free or not. */
	public int count() {
		return this.count;
	}

}
