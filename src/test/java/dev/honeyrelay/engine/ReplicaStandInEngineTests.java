package dev.honeyrelay.engine;

import java.time.Duration;

import dev.honeyrelay.harness.RawResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replica that has seen nothing yet, while HoneyHive fails.
 */
@Tag("engine")
@Timeout(60)
class ReplicaStandInEngineTests {

	private static final HoneyHive HONEY_HIVE = Fleet.HONEY_HIVE;

	private final Fleet fleet = new Fleet();

	@AfterEach
	void stopExtraReplicas() {
		this.fleet.close();
	}

	@Test
	void aStaleAnswerOfTheSharedLevelStandsInAtAColdReplica() {
		String run = HONEY_HIVE.newRun(1);
		RawResponse seen = this.fleet.hasty().result(run);
		this.fleet.awaitEntries(1);
		HONEY_HIVE.says(run, serverError());

		RawResponse answer = this.fleet.patient().result(run);

		assertThat(answer.value("Cache-Status")).startsWith("honeyhive-relay; fwd=stale; fwd-status=500; ttl=-")
			.endsWith("detail=stale-if-error");
		assertThat(answer.body()).isEqualTo(seen.body());
	}

	@Test
	void aStaleAnswerOfTheSharedLevelStandsInWhileHoneyHiveHangs() {
		String run = HONEY_HIVE.newRun(1);
		RawResponse seen = this.fleet.hasty().result(run);
		this.fleet.awaitEntries(1);
		HONEY_HIVE.says(run, aResponse().withFixedDelay(15_000));

		long start = System.nanoTime();
		RawResponse answer = this.fleet.patient().result(run);

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1900),
				Duration.ofMillis(3500));
		assertThat(answer.value("Cache-Status")).startsWith("honeyhive-relay; fwd=stale; ttl=-")
			.endsWith("detail=timeout");
		assertThat(answer.body()).isEqualTo(seen.body());
	}

}
