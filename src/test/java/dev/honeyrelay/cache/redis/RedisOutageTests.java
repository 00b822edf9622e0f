package dev.honeyrelay.cache.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis that does not do as it is told: nobody waits for long, and it is found again.
 */
@Timeout(30)
class RedisOutageTests {

	private static final RunQuery QUERY = Questions.result("run-1");

	private final ManualTime time = new ManualTime();

	private final TinyRedis redis = new TinyRedis();

	private Member member;

	private LogWatch log;

	@BeforeEach
	void connect() {
		this.member = Member.connected(this.redis, this.time);
		this.time.advance(Duration.ofSeconds(1));
		this.log = LogWatch.anew();
	}

	@AfterEach
	void close() throws IOException {
		this.member.close();
		this.redis.close();
	}

	@Test
	void aSilentRedisIsSoonNotAskedAnyMore() {
		this.redis.mute(true);

		for (int i = 0; i < 10; i++) {
			assertThat(this.member.level().load(QUERY)).isNull();
		}

		assertThat(this.member.count("loads", "outcome", "error")).isEqualTo(3);
		assertThat(this.member.count("loads", "outcome", "suspended")).isEqualTo(7);
		this.redis.mute(false);
		this.member.awaitUp();
		assertThat(this.member.level().load(QUERY)).isNull();
		assertThat(this.member.count("loads", "outcome", "miss")).isOne();
		assertThat(keeperLines("unavailable")).isOne();
		assertThat(keeperLines("in use")).isOne();
	}

	@Test
	void aRedisThatRefusesReadsIsSoonNotAskedAnyMore() {
		this.redis.refuse("MGET", "NOPERM this user has no permissions for secret-words");

		for (int i = 0; i < 10; i++) {
			assertThat(this.member.level().load(QUERY)).isNull();
		}

		assertThat(this.member.count("loads", "outcome", "suspended")).isEqualTo(7);
		assertThat(this.log.lines()).anyMatch((line) -> line.contains("NOPERM"))
			.noneMatch((line) -> line.contains("secret-words"));
		this.redis.refuse("MGET", null);
		this.member.awaitUp();
	}

	@Test
	void aRedisThatRefusesWritesIsStillRead() {
		store("one");
		this.redis.refuse("SET", "OOM command not allowed when used memory > 'maxmemory'.");

		for (int i = 0; i < 10; i++) {
			this.time.advance(Duration.ofSeconds(1));
			this.member.responses().store(QUERY, still("two").seen());
		}

		this.member.awaitCount(10, "stores", "outcome", "error");
		assertThat(this.member.isUp()).isTrue();
		assertThat(this.member.level().load(QUERY)).isNotNull();
	}

	@Test
	void aRedisThatRefusesWritesIsReadByThoseWhoComeLater() throws IOException {
		store("one");
		this.redis.refuse("SET", "NOREPLICAS Not enough good replicas to write.");

		try (Member later = Member.connected(this.redis, this.time)) {
			assertThat(later.level().load(QUERY)).isNotNull();
		}
	}

	@Test
	void aSlotThatIsMovedIsAMissAndNoOutage() {
		this.redis.refuse("MGET", "TRYAGAIN Multiple keys request during rehashing of slot");

		for (int i = 0; i < 10; i++) {
			assertThat(this.member.level().load(QUERY)).isNull();
		}

		assertThat(this.member.count("loads", "outcome", "error")).isEqualTo(10);
		assertThat(this.member.isUp()).isTrue();
	}

	@Test
	void aRedisThatDoesNotLetListenIsNotUsed() {
		this.redis.refuse("SUBSCRIBE", "NOPERM no channels");
		try (Member deaf = new Member(this.redis.port(), this.time, Duration.ZERO)) {
			Awaitility.await().until(() -> keeperLines("unavailable") == 1);

			assertThat(deaf.level().load(QUERY)).isNull();
			assertThat(deaf.count("loads", "outcome", "suspended")).isOne();
			this.redis.refuse("SUBSCRIBE", null);
			deaf.awaitUp();
		}
	}

	@Test
	void nothingIsOfferedWhileTheCircuitIsOpen() {
		bringDown();

		this.member.responses().store(QUERY, still("one").seen());

		this.member.awaitCount(1, "stores", "outcome", "suspended");
	}

	@Test
	void whatWasToldWhileTheCircuitWasOpenIsToldLater() {
		bringDown();
		this.member.responses().purge(Questions.PROJECT, new RunId("run-1"), this.time.instant());
		this.time.advance(Duration.ofSeconds(1));
		this.member.responses().purge(Questions.PROJECT, new RunId("run-1"), this.time.instant());

		this.redis.mute(false);

		this.member.awaitCount(1, "events", "kind", "purge", "direction", "out");
		assertThat(this.redis.values()).containsKeys("honeyhive-relay:1:{search-quality}:purge:run-1",
				"honeyhive-relay:2:{search-quality/run-1}:purge");
		assertThat(new String(this.redis.values().get(this.redis.key(":purge:run-1")), StandardCharsets.US_ASCII))
			.isEqualTo(InvalidationEvent.format(this.time.instant().plus(Duration.ofDays(100))));
	}

	@Test
	void aConnectionThatWasLostIsMadeAnew() {
		this.redis.hangUp();

		Awaitility.await().until(() -> {
			this.member.level().load(QUERY);
			return this.member.count("loads", "outcome", "miss") > 0;
		});
	}

	@Test
	void aRefusedMarkKeepsNobodyFromHearingOfAPurge() {
		try (Member other = Member.connected(this.redis, this.time)) {
			this.redis.refuse("SET", "OOM command not allowed when used memory > 'maxmemory'.");

			this.member.responses().purge(Questions.PROJECT, new RunId("run-1"), this.time.instant());

			other.awaitCount(1, "events", "kind", "purge", "direction", "in");
			this.member.awaitCount(1, "events", "kind", "purge", "direction", "refused");
			assertThat(this.member.gauge("up")).isZero();
			assertThat(this.member.isUp()).isTrue();
			assertThat(this.redis.values()).isEmpty();

			this.redis.refuse("SET", null);
			this.member.awaitCount(1, "events", "kind", "purge", "direction", "out");
			assertThat(this.redis.key(":purge:run-1")).isNotNull();
			Awaitility.await().until(() -> this.member.gauge("up") == 1);
			assertThat(other.count("events", "kind", "purge", "direction", "in")).isOne();
			assertThat(this.log.lines()).filteredOn((line) -> line.contains("refuses purges")).hasSize(1);
		}
	}

	@Test
	void aPrimaryThatBecameAReplicaIsNotUsed() {
		this.redis.refuse("SET", "READONLY You can't write against a read only replica.");

		this.member.responses().purge(Questions.PROJECT, new RunId("run-1"), this.time.instant());

		Awaitility.await().until(() -> !this.member.isUp());
		Awaitility.await().until(() -> keeperLines("unavailable") == 1);
		this.redis.refuse("SET", null);
		this.member.awaitUp();
		this.member.awaitCount(1, "events", "kind", "purge", "direction", "out");
		assertThat(keeperLines("unavailable")).isOne();
	}

	@Test
	void aRemovalThatFailedIsTriedAgain() {
		store("one");
		this.redis.refuse("DEL", "ERR not now");

		this.member.level().forget(QUERY);
		Awaitility.await().until(() -> this.redis.commands().stream().anyMatch((it) -> it.startsWith("DEL")));
		this.redis.refuse("DEL", null);

		Awaitility.await().until(() -> this.redis.values().isEmpty());
	}

	@Test
	void whatWasSaidLastIsToldBeforeTheEnd() {
		this.member.responses().purge(Questions.PROJECT, new RunId("run-1"), this.time.instant());

		this.member.close();

		assertThat(this.redis.key(":purge:run-1")).isNotNull();
	}

	@Test
	void aPolicyThatEvictsMarksIsToldOnce() {
		this.redis.policy("allkeys-lfu");
		try (Member _ = Member.connected(this.redis, this.time)) {
			assertThat(this.log.lines()).filteredOn((line) -> line.contains("may bring purged answers back"))
				.singleElement()
				.asString()
				.contains("allkeys-lfu");
		}
	}

	@Test
	void aPolicyThatCannotBeReadIsToldOnce() {
		this.redis.refuse("CONFIG", "NOPERM this user has no permissions");
		try (Member _ = Member.connected(this.redis, this.time)) {
			assertThat(this.log.lines()).filteredOn((line) -> line.contains("does not tell its eviction policy"))
				.hasSize(1);
		}
	}

	private void bringDown() {
		this.redis.mute(true);
		while (this.member.isUp()) {
			this.member.level().load(QUERY);
		}
	}

	private void store(String text) {
		this.member.responses().store(QUERY, still(text).seen());
		this.member.awaitCount(1, "stores", "outcome", "stored");
	}

	private Sighting still(String text) {
		return Sighting.of(text, this.time.instant()).touched(Duration.ofDays(1));
	}

	private long keeperLines(String about) {
		return this.log.lines()
			.stream()
			.filter((line) -> line.contains("RedisReconnector") && line.contains(about))
			.count();
	}

}
