package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.util.Map;

import dev.honeyrelay.cache.CacheProperties;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.cache.SecondLevelCache;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Store;
import io.lettuce.core.ClientOptions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * One replica's store and its way to a shared level, wired as production wires them.
 */
final class Member implements AutoCloseable {

	private static final RedisConfiguration PRODUCTION = new RedisConfiguration();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final LettuceConnectionFactory connections;

	private final RedisCircuit link;

	private final RedisReconnector keeper;

	private final SecondLevelCache level;

	private final ResponseCache responses;

	/** Wires one on {@code time} that looks for Redis at {@code port}. */
	Member(int port, ManualTime time, Duration wallAhead) {
		CacheProperties cache = Settings.with();
		SharedCacheProperties shared = new Binder(new MapConfigurationPropertySource(Map.of("shared.max-entry", "1KB")))
			.bindOrCreate("shared", Bindable.of(SharedCacheProperties.class));
		RedisKeys keys = PRODUCTION.sharedKeys(shared);
		RedisMetrics counts = PRODUCTION.sharedMeters(this.meters);
		SharedClock sharedTime = new SharedClock(time, () -> time.instant().plus(wallAhead));
		this.link = PRODUCTION.sharedLink(shared);
		InvalidationPublisher events = PRODUCTION.sharedEvents(this.link, keys, counts, cache);
		RedisWriter writer = PRODUCTION.sharedWriter(this.link, events, counts);
		this.level = PRODUCTION.sharedLevel(this.link, keys, sharedTime, writer, counts, cache, shared);
		this.responses = new Store(time, cache, this.level).responses();
		this.connections = connections(port);
		this.keeper = PRODUCTION.sharedKeeper(this.link, this.connections, events, this.responses, sharedTime, keys,
				writer, shared);
		this.keeper.start();
	}

	/** Wires one that is connected. */
	static Member connected(TinyRedis redis, ManualTime time) {
		Member member = new Member(redis.port(), time, Duration.ofDays(100));
		member.awaitUp();
		return member;
	}

	ResponseCache responses() {
		return this.responses;
	}

	SecondLevelCache level() {
		return this.level;
	}

	boolean isUp() {
		return this.link.isUp();
	}

	void awaitUp() {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(this.link::isUp);
	}

	/** Waits until what was offered or told has come out so. */
	void awaitCount(int count, String meter, String... tags) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> count(meter, tags) == count);
	}

	int count(String meter, String... tags) {
		Counter counter = this.meters.find("relay.cache.shared." + meter).tags(tags).counter();
		return (counter != null) ? (int) counter.count() : 0;
	}

	double gauge(String meter) {
		return this.meters.get("relay.cache.shared." + meter).gauge().value();
	}

	@Override
	public void close() {
		this.keeper.stop();
		this.connections.destroy();
	}

	private static LettuceConnectionFactory connections(int port) {
		ClientOptions.Builder options = ClientOptions.builder();
		PRODUCTION.failFast().customize(options);
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", port),
				LettuceClientConfiguration.builder()
					.commandTimeout(Duration.ofSeconds(1))
					.shutdownTimeout(Duration.ZERO)
					.clientOptions(options.build())
					.build());
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

}
