package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.run.HeapShare;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Builds the shared level where it is switched on. Only then is there any trace of Redis:
 * Spring Boot's own configuration of it is left out and taken in here.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("relay.cache.shared.enabled")
@Import(DataRedisAutoConfiguration.class)
class SharedConfiguration {

	private static final int MOST_PENDING = 10_000;

	private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(1);

	@Bean
	ClientResourcesBuilderCustomizer quickReconnect() {
		return (resources) -> resources
			.reconnectDelay(Delay.exponential(Duration.ofMillis(10), LONGEST_RECONNECT, 2, TimeUnit.MILLISECONDS));
	}

	/**
	 * While there is no connection, commands are refused at once; a connection whose
	 * other end is gone without a word is found out within seconds.
	 */
	@Bean
	LettuceClientOptionsBuilderCustomizer failFast() {
		KeepAliveOptions keepAlive = KeepAliveOptions.builder()
			.enable()
			.idle(Duration.ofSeconds(5))
			.interval(Duration.ofSeconds(1))
			.count(3)
			.build();
		return (options) -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(MOST_PENDING)
			.socketOptions(options.build().getSocketOptions().mutate().keepAlive(keepAlive).build());
	}

	@Bean
	HeapShare heapForSharedLevel() {
		return new HeapShare("what waits for the shared level", null,
				SharedWriter.mostBytes() + SharedWriter.mostBytesOfEvents() + EventTimes.footprint());
	}

	@Bean
	SharedKeys sharedKeys(SharedProperties shared) {
		return new SharedKeys(shared.keyPrefix());
	}

	@Bean
	SharedLink sharedLink(SharedProperties shared) {
		return new SharedLink(shared.timeout());
	}

	@Bean
	SharedMeters sharedMeters(MeterRegistry registry) {
		return new SharedMeters(registry);
	}

	@Bean
	SharedTime sharedTime(InstantSource time) {
		return new SharedTime(time, InstantSource.system());
	}

	@Bean
	SharedEvents sharedEvents(SharedLink link, SharedKeys keys, SharedMeters meters, CacheProperties cache) {
		return new SharedEvents(link, keys, meters, cache.maxFresh().plus(usefulWhenStale(cache)));
	}

	@Bean
	SharedWriter sharedWriter(SharedLink link, SharedEvents events, SharedMeters meters) {
		SharedWriter writer = new SharedWriter(link, events::tell);
		meters.watch(() -> link.isUp() && !writer.isRefused());
		return writer;
	}

	@Bean
	SharedLevel sharedLevel(SharedLink link, SharedKeys keys, SharedTime time, SharedWriter writer, SharedMeters meters,
			CacheProperties cache, SharedProperties shared) {
		return new RedisLevel(link, keys, time, writer, meters, shared.maxEntry(), usefulWhenStale(cache));
	}

	@Bean
	SharedKeeper sharedKeeper(SharedLink link, LettuceConnectionFactory connections, SharedEvents events,
			ResponseCache cache, SharedTime time, SharedKeys keys, SharedWriter writer, SharedProperties shared) {
		SharedEar ear = new SharedEar(events, cache, time);
		return new SharedKeeper(link, new SharedConnector(connections, ear, keys, shared.timeout()), writer);
	}

	private static Duration usefulWhenStale(CacheProperties cache) {
		boolean longer = cache.staleIfError().compareTo(cache.staleWhileRevalidate()) > 0;
		return longer ? cache.staleIfError() : cache.staleWhileRevalidate();
	}

}
