package dev.honeyrelay.cache.redis;

import dev.honeyrelay.cache.ResponseCache;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.SubscriptionListener;

/**
 * Receives the events of other replicas and applies them here. Whenever a subscription
 * begins, for the first time or again, events may have been missed.
 */
final class InvalidationListener implements MessageListener, SubscriptionListener {

	private final InvalidationPublisher events;

	private final ResponseCache cache;

	private final SharedClock time;

	private final RedisWriter writer;

	InvalidationListener(InvalidationPublisher events, ResponseCache cache, SharedClock time, RedisWriter writer) {
		this.events = events;
		this.cache = cache;
		this.time = time;
		this.writer = writer;
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		InvalidationEvent event = this.events.heard(message.getBody());
		if (event != null) {
			// Not on the thread that reads from the connection.
			boolean earlier = InvalidationPublisher.isEarlier(message.getBody());
			Thread.ofVirtual().name("shared-event").start(() -> {
				apply(event);
				if (earlier) {
					// Its mark is not where replicas of this layout look for it.
					this.writer.tell(event);
				}
			});
		}
	}

	@Override
	public void onChannelSubscribed(byte[] channel, long count) {
		Thread.ofVirtual().name("shared-event").start(() -> this.cache.distrust(this.time.now()));
	}

	private void apply(InvalidationEvent event) {
		switch (event.kind()) {
			// By the time of arrival here, so that it does not depend on whose clock is
			// right.
			case PURGE -> this.cache.purgedElsewhere(event.project(), event.run(), this.time.now());
			case CHANGE -> this.cache.changedElsewhere(event.project(), event.run(), this.time.toSteady(event.at()));
		}
	}

}
