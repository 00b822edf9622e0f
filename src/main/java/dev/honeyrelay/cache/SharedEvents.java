package dev.honeyrelay.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import dev.honeyrelay.cache.SharedReply.Given;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;

/**
 * Tells other replicas of events: first by a mark that whoever reads the shared level
 * later finds, then by a message to those who listen now.
 */
final class SharedEvents {

	private final String self = UUID.randomUUID().toString();

	private final SharedLink link;

	private final SharedKeys keys;

	private final SharedMeters meters;

	private final Duration lifetime;

	/**
	 * Creates a teller of events.
	 * @param lifetime after which nothing is left that a mark could be about
	 */
	SharedEvents(SharedLink link, SharedKeys keys, SharedMeters meters, Duration lifetime) {
		this.link = link;
		this.keys = keys;
		this.meters = meters;
		this.lifetime = lifetime;
	}

	/** Tells of {@code event}; returns whether that worked. */
	boolean tell(SharedEvent event) {
		byte[] mark = this.keys.mark(event.kind(), event.project(), event.run());
		byte[] at = SharedEvent.format(event.at()).getBytes(StandardCharsets.US_ASCII);
		boolean told = this.link
			.write((redis) -> redis.set(mark, at, SetArgs.Builder.px(this.lifetime.toMillis()))) instanceof Given
				&& this.link
					.write((redis) -> redis.publish(this.keys.channel(), event.message(this.self))) instanceof Given;
		if (told) {
			this.meters.event(event.kind(), SharedDirection.OUT);
		}
		return told;
	}

	/**
	 * Returns what {@code message} tells, or {@code null} if that is nothing new or
	 * nothing that this version understands.
	 */
	@Nullable SharedEvent heard(byte[] message) {
		try {
			SharedEvent event = SharedEvent.parse(message, this.self);
			if (event != null) {
				this.meters.event(event.kind(), SharedDirection.IN);
			}
			return event;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
