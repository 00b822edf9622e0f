package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.cache.CacheProperties;
import dev.honeyrelay.cache.EventTimes;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.cache.SecondLevelCache;
import dev.honeyrelay.memory.HeapShare;
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
class RedisConfiguration {

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
				RedisWriter.mostBytes() + RedisWriter.mostBytesOfEvents() + EventTimes.footprint());
	}

	@Bean
	RedisKeys sharedKeys(SharedCacheProperties shared) {
		return new RedisKeys(shared.keyPrefix());
	}

	@Bean
	RedisCircuit sharedLink(SharedCacheProperties shared) {
		return new RedisCircuit(shared.timeout());
	}

	@Bean
	RedisMetrics sharedMeters(MeterRegistry registry) {
		return new RedisMetrics(registry);
	}

	@Bean
	SharedClock sharedTime(InstantSource time) {
		return new SharedClock(time, InstantSource.system());
	}

	@Bean
	InvalidationPublisher sharedEvents(RedisCircuit circuit, RedisKeys keys, RedisMetrics meters,
			CacheProperties cache) {
		return new InvalidationPublisher(circuit, keys, meters, cache.maxFresh().plus(usefulWhenStale(cache)));
	}

	@Bean
	RedisWriter sharedWriter(RedisCircuit circuit, InvalidationPublisher events, RedisMetrics meters) {
		RedisWriter writer = new RedisWriter(circuit, events::tell);
		meters.watch(() -> circuit.isUp() && !writer.isRefused());
		return writer;
	}

	@Bean
	SecondLevelCache sharedLevel(RedisCircuit circuit, RedisKeys keys, SharedClock time, RedisWriter writer,
			RedisMetrics meters, CacheProperties cache, SharedCacheProperties shared) {
		return new RedisCache(circuit, keys, time, writer, meters, shared.maxEntry(), usefulWhenStale(cache));
	}

	@Bean
	RedisReconnector sharedKeeper(RedisCircuit circuit, LettuceConnectionFactory connections,
			InvalidationPublisher events, ResponseCache cache, SharedClock time, RedisKeys keys, RedisWriter writer,
			SharedCacheProperties shared) {
		InvalidationListener listener = new InvalidationListener(events, cache, time, writer);
		return new RedisReconnector(circuit, new RedisConnector(connections, listener, keys, shared.timeout()), writer);
	}

	private static Duration usefulWhenStale(CacheProperties cache) {
		boolean longer = cache.staleIfError().compareTo(cache.staleWhileRevalidate()) > 0;
		return longer ? cache.staleIfError() : cache.staleWhileRevalidate();
	}

}
