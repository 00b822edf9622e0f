package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import dev.honeyrelay.cache.redis.RedisCircuit.Reply;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;

/**
 * Tells other replicas of events: first by a tombstone, which replicas find that read the
 * shared level later, then by a message to those that listen now.
 */
final class InvalidationPublisher {

	// By this, replicas know that an event is marked where they look for it.
	private static final String LAYOUT = "2-";

	private final String self = LAYOUT + UUID.randomUUID();

	private final RedisCircuit circuit;

	private final RedisKeys keys;

	private final RedisMetrics meters;

	private final Duration lifetime;

	/**
	 * Creates a publisher.
	 * @param lifetime for which a tombstone is kept: after it no entry is left that it
	 * could be about
	 */
	InvalidationPublisher(RedisCircuit circuit, RedisKeys keys, RedisMetrics meters, Duration lifetime) {
		this.circuit = circuit;
		this.keys = keys;
		this.meters = meters;
		this.lifetime = lifetime;
	}

	/**
	 * Publishes what of an event has not been published yet, the tombstone first. If
	 * Redis refuses the tombstone, the message is sent all the same.
	 * @return what is left to be told
	 */
	Untold tell(Untold untold) {
		InvalidationEvent event = untold.event();
		Reply<String> mark = untold.marked() ? new Reply.Given<>("") : mark(event);
		boolean published = untold.published() || publish(event);
		Untold left = new Untold(event, mark instanceof Reply.Given<String>, published,
				untold.refused() || mark instanceof Reply.Refused<String>);
		if (left.refused() && !untold.refused()) {
			this.meters.event(event.kind(), RedisMetrics.Direction.REFUSED);
		}
		if (left.isTold()) {
			this.meters.event(event.kind(), RedisMetrics.Direction.OUT);
		}
		return left;
	}

	/**
	 * Returns what {@code message} tells, or {@code null} if that is nothing new or
	 * nothing that this version understands.
	 */
	@Nullable InvalidationEvent heard(byte[] message) {
		try {
			InvalidationEvent event = InvalidationEvent.parse(message, this.self);
			if (event != null) {
				this.meters.event(event.kind(), RedisMetrics.Direction.IN);
			}
			return event;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Returns whether {@code message} is by a replica that marks events under the names
	 * of the earlier layout only.
	 */
	static boolean isEarlier(byte[] message) {
		String text = new String(message, StandardCharsets.UTF_8);
		return !text.startsWith(LAYOUT, text.lastIndexOf(' ') + 1);
	}

	// While a release is rolled out, replicas of the one before may start cold, too.
	private Reply<String> mark(InvalidationEvent event) {
		Reply<String> earlier = mark(event, this.keys.earlierMark(event.kind(), event.project(), event.run()));
		return (earlier instanceof Reply.Given)
				? mark(event, this.keys.mark(event.kind(), event.project(), event.run())) : earlier;
	}

	private Reply<String> mark(InvalidationEvent event, byte[] mark) {
		byte[] at = InvalidationEvent.format(event.at()).getBytes(StandardCharsets.US_ASCII);
		return this.circuit.write((redis) -> redis.set(mark, at, SetArgs.Builder.px(this.lifetime.toMillis())));
	}

	private boolean publish(InvalidationEvent event) {
		return this.circuit
			.write((redis) -> redis.publish(this.keys.channel(), event.message(this.self))) instanceof Reply.Given;
	}

	/**
	 * An event, and how much of it has been published.
	 *
	 * @param event the event
	 * @param marked whether replicas that come later will find it
	 * @param published whether replicas that listen have been told
	 * @param refused whether Redis has refused to keep it
	 */
	record Untold(InvalidationEvent event, boolean marked, boolean published, boolean refused) {

		/** Returns {@code event}, of which nothing has been published. */
		static Untold of(InvalidationEvent event) {
			return new Untold(event, false, false, false);
		}

		/** Returns whether nothing is left to be told. */
		boolean isTold() {
			return this.marked && this.published;
		}

		/** Returns the later one of two about the same run. */
		Untold latest(Untold other) {
			return other.event.at().isAfter(this.event.at()) ? other : this;
		}

	}

}
