package dev.honeyrelay.engine;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the image starts: with its AOT cache, and small.
 */
@Tag("engine")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ImageStartEngineTests {

	private static final int MOST_RESIDENT_MB = 250;

	private static final HoneyHive HONEY_HIVE = HoneyHive.shared();

	// With this a JVM that cannot use the cache ends instead of starting slowly.
	private static final Map<String, String> INSIST = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");

	@Test
	void theAotCacheIsUsed() {
		try (RelayContainer relay = RelayContainer.start(HONEY_HIVE, INSIST)) {
			assertThat(relay.get(HoneyHive.result(HONEY_HIVE.newRun(1))).statusCode()).isEqualTo(200);
			assertThat(relay.run("grep", "-c", "/relay/relay.aot", "/proc/1/maps")).isNotEqualTo("0");
		}
	}

	@Test
	void aJvmThatCannotUseTheAotCacheSaysSo() {
		RelayImage.Outcome start = RelayImage.run("java", "@/relay/jvm.options", "-XX:-UseCompactObjectHeaders",
				"-XX:AOTMode=on", "-XX:AOTCache=/relay/relay.aot", "-jar", "/relay/relay.jar");

		assertThat(start.status()).isNotZero();
		assertThat(start.said()).contains("Unable to use AOT cache");
	}

	@Test
	void theAotCacheSavesWorkAtTheStart() {
		double with = cpuSecondsToTheFirstAnswer(Map.of());
		double without = cpuSecondsToTheFirstAnswer(Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=off"));

		System.out.printf("measured: CPU to the first answer %.1f s with the AOT cache, %.1f s without%n", with,
				without);
		assertThat(with).isLessThan(without);
	}

	@Test
	void itIsSmallAfterItsStart() {
		try (RelayContainer relay = RelayContainer.start(HONEY_HIVE, Map.of())) {
			relay.get(HoneyHive.result(HONEY_HIVE.newRun(1)));

			long resident = relay.memory("VmRSS");
			System.out.printf("measured: resident after the start %d MB, ready after %.2f s%n", resident,
					relay.meter("application_ready_time_seconds"));
			assertThat(resident).isLessThanOrEqualTo(MOST_RESIDENT_MB);
		}
	}

	@Test
	void withoutAnAotCacheThereIsNoImage() {
		try (BuildContext context = BuildContext.ofThisCheckout()) {
			RelayImage.built();
			context.write("docker/jvm.options", context.read("docker/jvm.options") + "-XX:AOTMode=off\n");

			RelayImage.Outcome build = RelayImage.build(context.folder());

			assertThat(build.status()).isNotZero();
			assertThat(build.said()).contains("trained with ", "No AOT cache: the JVM wrote none");
		}
	}

	private static double cpuSecondsToTheFirstAnswer(Map<String, String> environment) {
		try (RelayContainer relay = RelayContainer.start(HONEY_HIVE, environment)) {
			assertThat(relay.get(HoneyHive.result(HONEY_HIVE.newRun(1))).statusCode()).isEqualTo(200);
			return relay.meter("process_cpu_time_ns_total") / 1e9;
		}
	}

}
