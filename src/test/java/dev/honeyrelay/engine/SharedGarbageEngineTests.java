package dev.honeyrelay.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis that works and holds what nobody wrote.
 */
@Tag("engine")
@Timeout(60)
class SharedGarbageEngineTests {

	private static final HoneyHive HONEY_HIVE = HoneyHive.shared();

	private final Redis redis = new Redis();

	private final List<AutoCloseable> open = new ArrayList<>(List.of(this.redis));

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable part : this.open.reversed()) {
			part.close();
		}
	}

	@Test
	void whatIsGarbageIsAMissAndIsWrittenAnew() {
		this.redis.start();
		Replica relay = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));
		List<String> runs = Stream.generate(() -> HONEY_HIVE.newRun(1)).limit(4).toList();
		runs.forEach(relay::result);
		Awaitility.await().until(() -> this.redis.entries().size() == runs.size());
		List<String> keys = this.redis.entries();
		this.redis.command("SET", keys.get(0), "garbage");
		this.redis.command("SETRANGE", keys.get(1), "3", "0");
		this.redis.command("SETRANGE", keys.get(2), "200", "damage");
		this.redis.command("DEL", keys.get(3));
		this.redis.command("RPUSH", keys.get(3), "not", "a", "string");

		Replica cold = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));
		assertThat(runs.stream().map(cold::result))
			.allMatch((response) -> response.value("Cache-Status").equals("honeyhive-relay; fwd=miss; stored"));
		assertThat(cold.loads("corrupt")).isEqualTo(3);
		assertThat(cold.loads("miss")).isOne();

		Awaitility.await().until(() -> cold.stores("stored") == runs.size());
		Replica later = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));
		assertThat(runs.stream().map(later::result))
			.allMatch((response) -> response.value("Cache-Status").startsWith("honeyhive-relay; hit"));
		assertThat(later.isUp()).isTrue();
	}

	@Test
	void aMarkThatIsGarbageMakesTheAnswerAMiss() {
		this.redis.start();
		Replica relay = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));
		String run = HONEY_HIVE.newRun(1);
		relay.result(run);
		Awaitility.await().until(() -> relay.stores("stored") == 1);
		this.redis.command("SET", "honeyhive-relay:2:{default/" + run + "}:purge", "yesterday");

		Replica cold = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));

		assertThat(cold.result(run).value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(cold.loads("corrupt")).isOne();
	}

	private <T extends AutoCloseable> T opened(T part) {
		this.open.add(part);
		return part;
	}

}
