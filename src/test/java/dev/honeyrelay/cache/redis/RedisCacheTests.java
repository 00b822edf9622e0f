package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas and what they find in a Redis that does as it is told.
 */
@Timeout(30)
class RedisCacheTests {

	private static final RunQuery QUERY = Questions.comparison("run-1", "run-2");

	private static final RunId RUN = new RunId("run-2");

	private final ManualTime time = new ManualTime();

	private final TinyRedis redis = new TinyRedis();

	private Member here;

	private Member there;

	@BeforeEach
	void connect() {
		this.here = Member.connected(this.redis, this.time);
		this.there = Member.connected(this.redis, this.time);
		this.time.advance(Duration.ofSeconds(1));
	}

	@AfterEach
	void close() throws Exception {
		this.here.close();
		this.there.close();
		this.redis.close();
	}

	@Test
	void whatOneStoresTheOtherFinds() {
		StoredResponse stored = store(this.here, "one");
		this.time.advance(Duration.ofSeconds(3));

		StoredResponse found = this.there.level().load(QUERY);

		assertThat(found).usingRecursiveComparison().ignoringFields("seen.representation").isEqualTo(stored);
		assertThat(Sighting.textOf(found.representation())).isEqualTo("one");
		assertThat(this.there.count("loads", "outcome", "hit")).isOne();
	}

	@Test
	void oneCommandReadsTheEntryAndAllMarks() {
		this.redis.commands().clear();

		assertThat(this.here.level().load(QUERY)).isNull();

		assertThat(this.redis.commands()).hasSize(1).first().asString().startsWith("MGET honeyhive-relay:2:{search-");
		assertThat(this.here.count("loads", "outcome", "miss")).isOne();
	}

	@Test
	void anEntryIsKeptForAsLongAsItCanBeOfUse() {
		StoredResponse stored = store(this.here, "one");
		Duration useful = Duration.between(this.time.instant(), stored.freshUntil()).plus(Duration.ofDays(7));

		assertThat(this.redis.lifetime(entry())).isEqualTo(useful.toMillis());
	}

	@Test
	void whatIsTooLargeIsNotShared() {
		this.here.responses().store(QUERY, still("x".repeat(1000)).seen());

		this.here.awaitCount(1, "stores", "outcome", "too-large");
		assertThat(this.redis.values()).isEmpty();
	}

	@Test
	void whatIsNotSettledIsTakenBack() {
		store(this.here, "one");
		this.time.advance(Duration.ofSeconds(1));

		this.there.level().store(QUERY, stored(still("two").unsettled()));

		Awaitility.await().until(this.redis.values()::isEmpty);
	}

	@Test
	void whatWasForgottenStaysForgottenEvenIfTheSharedLevelWasNotTold() {
		store(this.here, "one");
		this.redis.refuse("DEL", "ERR no");
		this.time.advance(Duration.ofSeconds(1));
		this.there.responses().forget(QUERY);
		Awaitility.await().until(() -> this.redis.commands().stream().anyMatch((command) -> command.startsWith("DEL")));

		assertThat(this.there.level().load(QUERY)).isNull();
		assertThat(this.here.level().load(QUERY)).isNotNull();
		this.time.advance(Duration.ofSeconds(1));
		store(this.here, "two");
		assertThat(this.there.level().load(QUERY)).isNotNull();
	}

	@Test
	void whatWasPurgedIsNotFoundThoughItIsStillThere() {
		store(this.here, "one");
		this.here.responses().purge(Questions.PROJECT, RUN, this.time.instant());
		this.here.awaitCount(1, "events", "kind", "purge", "direction", "out");

		assertThat(this.redis.values()).containsKey(entry());
		assertThat(this.there.level().load(QUERY)).isNull();
		assertThat(this.redis.lifetime(this.redis.key(":purge:run-2")))
			.isEqualTo(Duration.ofHours(7 * 24 + 1).toMillis());
		this.time.advance(Duration.ofMillis(1001));
		store(this.here, "two");
		assertThat(this.there.level().load(QUERY)).isNotNull();
	}

	@Test
	void whatWasAskedForBeforeAChangeIsStale() {
		store(this.here, "one");
		this.time.advance(Duration.ofSeconds(1));
		Instant changed = this.time.instant();
		this.here.level().changed(Questions.result("run-2"), changed);
		this.here.awaitCount(1, "events", "kind", "change", "direction", "out");
		this.time.advance(Duration.ofSeconds(1));

		assertThat(this.there.level().load(QUERY).freshUntil()).isEqualTo(changed);
	}

	@Test
	void whatWasAskedForInTheFutureIsNotFound() {
		try (Member early = new Member(this.redis.port(), this.time, Duration.ofDays(100).plusSeconds(6))) {
			early.awaitUp();
			store(early, "one");
		}

		assertThat(this.there.level().load(QUERY)).isNull();
		assertThat(this.there.count("loads", "outcome", "miss")).isOne();
	}

	@Test
	void whatDoesNotCheckOutIsNotFound() {
		store(this.here, "one");
		byte[] good = this.redis.values().get(entry());
		for (byte[] value : List.of("garbage".getBytes(StandardCharsets.UTF_8), older(good), new byte[0])) {
			this.redis.values().put(entry(), value);
			assertThat(this.there.level().load(QUERY)).isNull();
		}
		this.redis.values().put(entry(), good);
		this.redis.values().put("honeyhive-relay:2:{search-quality/run-1}:change", new byte[] { 'x' });

		assertThat(this.there.level().load(QUERY)).isNull();
		assertThat(this.there.count("loads", "outcome", "corrupt")).isEqualTo(4);
		assertThat(this.there.isUp()).isTrue();
	}

	@Test
	void aPurgeAndAChangeAreHeardByTheOtherOnly() {
		store(this.here, "one");
		store(this.there, "one");
		List<RunId> heard = Collections.synchronizedList(new ArrayList<>());
		this.there.responses().whenPurgedElsewhere((project, run) -> heard.add(run));

		this.here.responses().purge(Questions.PROJECT, RUN, this.time.instant());
		this.here.level().changed(Questions.result("run-7"), this.time.instant());

		this.there.awaitCount(1, "events", "kind", "purge", "direction", "in");
		this.there.awaitCount(1, "events", "kind", "change", "direction", "in");
		Awaitility.await().until(() -> heard.equals(List.of(RUN)));
		assertThat(this.there.responses().lookup(QUERY)).isNull();
		assertThat(this.here.count("events", "kind", "purge", "direction", "in")).isZero();
	}

	@Test
	void replicasOfTheEarlierLayoutAreToldAndHeardOf() {
		String told = "honeyhive-relay:2:{search-quality/run-1}:purge";
		String at = InvalidationEvent.format(this.time.instant());

		this.redis.publish("honeyhive-relay:1:events", "1 purge search-quality run-1 " + at + " somebody");

		Awaitility.await().until(() -> this.redis.values().containsKey(told));
		assertThat(this.redis.values()).containsKey("honeyhive-relay:1:{search-quality}:purge:run-1");
		assertThat(new String(this.redis.values().get(told), StandardCharsets.US_ASCII)).isEqualTo(at);
	}

	@Test
	void whatNobodyUnderstandsIsNotHeard() {
		store(this.here, "one");

		this.redis.publish("honeyhive-relay:1:events", "2 purge search-quality run-1 1 somebody");
		this.redis.publish("honeyhive-relay:1:events", "1 purge search-quality run-9 1 somebody");

		this.here.awaitCount(1, "events", "kind", "purge", "direction", "in");
		assertThat(this.here.responses().lookup(QUERY)).isNotNull();
	}

	@Test
	void whenListeningBeginsAnewEverythingIsLookedUpAgain() {
		StoredResponse stored = store(this.here, "one");
		this.time.advance(Duration.ofSeconds(1));

		this.redis.hangUp();

		Awaitility.await().until(() -> this.here.responses().lookup(QUERY).freshUntil().equals(this.time.instant()));
		this.time.advance(Duration.ofSeconds(1));
		Awaitility.await().until(() -> stored.freshUntil().equals(recall(this.here).freshUntil()));
	}

	private StoredResponse store(Member member, String text) {
		int before = member.count("stores", "outcome", "stored");
		member.responses().store(QUERY, still(text).seen());
		member.awaitCount(before + 1, "stores", "outcome", "stored");
		return member.responses().lookup(QUERY);
	}

	private @Nullable StoredResponse recall(Member member) {
		return member.responses().recall(QUERY, member.responses().lookup(QUERY), this.time.instant());
	}

	private Sighting still(String text) {
		return Sighting.of(text, this.time.instant()).touched(Duration.ofDays(1));
	}

	private String entry() {
		return new String(new RedisKeys("honeyhive-relay").entry(QUERY), StandardCharsets.UTF_8);
	}

	private static StoredResponse stored(Sighting sighting) {
		return new StoredResponse(sighting.seen(), new ChangeHistory(sighting.askedAt(), false), sighting.askedAt());
	}

	private static byte[] older(byte[] entry) {
		byte[] older = entry.clone();
		older[3]--;
		return older;
	}

}
