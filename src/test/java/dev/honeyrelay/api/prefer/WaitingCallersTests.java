package dev.honeyrelay.api.prefer;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.States;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code Prefer: wait=N} over real connections. How long waits take is told by a table
 * that a hand-turned clock executes; here nobody waits longer than is needed to see it.
 */
@Timeout(60)
class WaitingCallersTests {

	private static final String PATIENT = "Prefer: wait=50, still=40";

	// An idle limit that is over long before these waits are.
	private static final Stage STAGE = Stage.open("--relay.callers.idle-timeout=500ms", "--relay.callers.still=0s",
			"--relay.callers.max-waiting=2");

	private final LogWatch log = LogWatch.anew();

	private final RunningRelay relay = STAGE.relay();

	@AfterAll
	static void close() {
		STAGE.close();
	}

	@AfterEach
	void nothingIsLeftBehind() {
		awaitOpen(0);
		this.relay.awaitRest();
		assertThat(this.log.alarms()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/runs/RUN/result", "/runs/RUN/summary", "/v1/runs/RUN/metrics", "/v1/runs/RUN",
			"/v1/runs/RUN/compare-with/old", "/views/runs/RUN/metrics.csv", "/views/runs/RUN/datapoints.junit.xml",
			"/views/runs/RUN/compare/old/metrics.md", "/views/runs/RUN/compare/old/datapoints.json" })
	void aCallerIsToldWhatWasMet(String path) {
		String target = path.replace("RUN", STAGE.newRun());

		RawResponse met = this.relay.get(target, "Prefer: wait=5");

		assertThat(met.status()).isEqualTo(200);
		assertThat(met.value("Preference-Applied")).isEqualTo("wait=5, still=0");
		assertThat(met.value("Relay-Unchanged-For")).isEqualTo("0");
		assertThat(met.value("Vary")).isEqualTo(RawResponse.VARY);
		RawResponse same = this.relay.send("HEAD", target, "Prefer: wait=5", "If-None-Match: " + met.value("ETag"));
		assertThat(same.status()).isEqualTo(304);
		assertThat(same.value("Preference-Applied")).isEqualTo("wait=5, still=0");
		RawResponse plain = this.relay.get(target);
		assertThat(plain.value("Preference-Applied")).isNull();
		assertThat(plain.value("Relay-Unchanged-For")).isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/runs", "/v1/runs/schema", "/v1/runs/RUN/schema", "/v1/runs/RUN/compare/old/events",
			"/views/trend.json?run_ids=RUN" })
	void nobodyWaitsForWhatIsNotNamed(String path) {
		RawResponse answer = this.relay.get(path.replace("RUN", STAGE.newRun()), PATIENT);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.value("Preference-Applied")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Prefer: wait", "Prefer: wait=-1", "Prefer: wait=soon", "Prefer: wait=1.5", "Prefer:",
			"Prefer: still=30", "Prefer: return=minimal", "Prefer: wait=\"" })
	void whatCannotBeReadIsIgnored(String field) {
		RawResponse answer = this.relay.get("/v1/runs/" + STAGE.newRun() + "/result", field);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.value("Preference-Applied")).isNull();
	}

	@Test
	void theLongestWaitIsTheOperators() {
		String target = "/v1/runs/" + STAGE.newRun() + "/result";

		assertThat(this.relay.get(target, "Prefer: wait=99999999999999999999, still=0").value("Preference-Applied"))
			.isEqualTo("wait=50, still=0");
		assertThat(this.relay.get(target, "Prefer: wait=0000000000005, still=00").value("Preference-Applied"))
			.isEqualTo("wait=5, still=0");
		assertThat(this.relay.get(target, "Prefer: wait=0, still=99999999999999999999").value("Preference-Applied"))
			.isNull();
	}

	@Test
	void whenTheTimeIsOverTheNewestIsServed() {
		String run = STAGE.newRun();
		STAGE.upstream().on(run, Script.json(RawUpstream.goodBody(run).replace("completed", "running")));

		RawResponse answer = this.relay.get("/v1/runs/" + run + "/result", "Prefer: wait=1, still=0");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; collapsed");
		assertThat(answer.value("Preference-Applied")).isNull();
		assertThat(answer.value("Relay-Unchanged-For")).isNull();
		assertThat(STAGE.upstream().asked(run)).hasSize(1);
	}

	@Test
	void aCallerThatHangsUpGivesItsPlaceBack() throws IOException {
		String target = "/v1/runs/" + STAGE.newRun() + "/result";
		RawCaller one = this.relay.connect().send(RunningRelay.request("GET", target, PATIENT));
		RawCaller other = this.relay.connect().send(RunningRelay.request("GET", target, PATIENT));
		awaitOpen(2);

		one.close();

		awaitOpen(1);
		other.reset();
		awaitOpen(0);
		assertThat(this.relay.get(target, "Prefer: wait=5").value("Preference-Applied")).isEqualTo("wait=5, still=0");
	}

	@Test
	void whoComesWhileAsManyWaitAsMayIsAnsweredAtOnce() throws IOException {
		String target = "/v1/runs/" + STAGE.newRun() + "/result";
		String request = RunningRelay.request("GET", target, PATIENT);
		try (RawCaller one = this.relay.connect().send(request); RawCaller other = this.relay.connect().send(request)) {
			awaitOpen(2);

			assertThat(this.relay.get(target, PATIENT).value("Preference-Applied")).isNull();
			assertThat(one).isNotSameAs(other);
		}
	}

	@Test
	void whatIsSentBehindAWaitingRequestIsAnsweredAfterIt() throws IOException {
		String run = STAGE.newRun();
		String patient = RunningRelay.request("GET", "/v1/runs/" + run + "/result", "Prefer: wait=2, still=1");
		String next = RunningRelay.request("GET", "/v1/runs/" + STAGE.newRun() + "/result");
		try (RawCaller caller = this.relay.connect()) {
			caller.send(patient);
			awaitOpen(1);
			caller.send(next);

			assertThat(caller.receive().value("Preference-Applied")).isEqualTo("wait=2, still=1");
			assertThat(caller.receive().value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
			assertThat(caller.send(next).receive().value("Cache-Status")).startsWith("honeyhive-relay; hit");
			assertThat(caller.send(patient + next).receive().value("Preference-Applied")).isNotNull();
			assertThat(caller.receive().value("Cache-Status")).startsWith("honeyhive-relay; hit");
		}
	}

	@Test
	void aConnectionOnWhichSomebodyWaitsIsNotIdle() throws IOException {
		Instant later = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
		try (RawCaller caller = this.relay.connect()) {
			caller
				.send(RunningRelay.request("GET", "/v1/runs/" + STAGE.newRun() + "/result", "Prefer: wait=5, still=1"));

			RawResponse answer = caller.receive();
			assertThat(answer.value("Preference-Applied")).isEqualTo("wait=5, still=1");
			assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.value("Date"))))
				.as("when it is answered")
				.isAfterOrEqualTo(later);
			assertThat(caller.isClosed()).as("closed as idle afterwards").isTrue();
		}
	}

	@Test
	void aShutdownAnswersThoseWhoWait() throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		try (Stage stage = Stage.open()) {
			RawCaller caller = stage.relay()
				.connect()
				.send(RunningRelay.request("GET", "/v1/runs/" + stage.newRun() + "/result", PATIENT));
			awaitOpen(stage.relay(), 1);
			Thread.startVirtualThread(() -> {
				try (caller) {
					RawResponse answer = caller.receive();
					if (answer.status() == 200 && answer.value("Preference-Applied") == null) {
						answered.countDown();
					}
				}
				catch (IOException ex) {
					// It is not answered.
				}
			});
		}
		assertThat(answered.await(5, TimeUnit.SECONDS)).isTrue();
	}

	private void awaitOpen(int open) {
		awaitOpen(this.relay, open);
	}

	private static void awaitOpen(RunningRelay relay, int open) {
		MeterRegistry meters = relay.component(MeterRegistry.class);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		States.await(() -> {
			assertThat(System.nanoTime()).as("waits are not " + open).isLessThan(end);
			return meters.get("relay.waits.open").gauge().value() == open;
		});
	}

}
