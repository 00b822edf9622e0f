package dev.honeyrelay.upstream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.States;
import dev.honeyrelay.run.ProjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one project's requests do to HoneyHive, or it to them, is no other project's
 * matter.
 */
@Timeout(120)
class SeparateProjectsTests {

	private static final String TOKEN = "a-token-of-twenty-characters";

	@TempDir
	private Path folder;

	@Test
	void eightHangingProjectsStopNoNinth() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		CountDownLatch gate = new CountDownLatch(1);
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl(), "--relay.credentials=" + projects(9),
				"--relay.upstream.max-concurrent=70", "--relay.upstream.max-waiting=0")) {
			List<Thread> hanging = new ArrayList<>();
			for (int i = 0; i < 8 * 70; i++) {
				String run = "hangs-" + i;
				String project = "p" + i % 8;
				upstream.on(run, Script.json(RawUpstream.goodBody(run)).after(gate));
				hanging.add(Thread.ofVirtual().start(() -> get(relay, project, run)));
			}
			States.await(() -> upstream.asked() == 8 * 70);

			assertThat(get(relay, "p8", "well").status()).isEqualTo(200);
			ProblemDocument.check(get(relay, "p0", "well"), 503, "overloaded");
			assertThat(relay.component(UpstreamMetrics.class).statusOf(new ProjectName("p8")).circuit())
				.isEqualTo("closed");
			gate.countDown();
			for (Thread thread : hanging) {
				thread.join();
			}
		}
	}

	@Test
	void moreThanFiveHundredMayBeUnderWayForOneProject() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		CountDownLatch gate = new CountDownLatch(1);
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl(), "--relay.credentials=" + projects(1),
				"--relay.upstream.max-concurrent=600", "--relay.upstream.deadline=60s")) {
			List<Thread> hanging = new ArrayList<>();
			for (int i = 0; i < 600; i++) {
				String run = "hangs-" + i;
				upstream.on(run, Script.json(RawUpstream.goodBody(run)).after(gate));
				hanging.add(Thread.ofVirtual().start(() -> get(relay, "p0", run)));
			}
			States.await(() -> upstream.asked() == 600);
			gate.countDown();
			for (Thread thread : hanging) {
				thread.join();
			}
		}
	}

	@Test
	void noTwoProjectsShareAConnection() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl(), "--relay.credentials=" + projects(3))) {
			for (int i = 0; i < 12; i++) {
				get(relay, "p" + i % 3, "of-p" + i % 3 + "-" + i / 3);
			}
			List<List<Integer>> connections = IntStream.range(0, 3)
				.mapToObj((project) -> Scripts.connections(IntStream.range(0, 4)
					.mapToObj((i) -> upstream.asked("of-p" + project + "-" + i).getFirst())
					.toList()))
				.toList();

			assertThat(connections).allSatisfy((each) -> assertThat(each).hasSize(1));
			assertThat(connections).doesNotHaveDuplicates();
		}
	}

	private static RawResponse get(RunningRelay relay, String project, String run) {
		return relay.send(RunningRelay.bare("GET", "/v1/runs/" + run + "/result", "Authorization: Bearer " + TOKEN,
				"Relay-Project: " + project));
	}

	private Path projects(int count) throws Exception {
		String digest = java.util.HexFormat.of()
			.formatHex(java.security.MessageDigest.getInstance("SHA-256")
				.digest(TOKEN.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
		String projects = IntStream.range(0, count)
			.mapToObj((i) -> "  p" + i + ": { api-key: hh_key_of_project_" + i + " }\n")
			.collect(Collectors.joining());
		return Files.writeString(this.folder.resolve("credentials.yaml"), "projects:\n" + projects + "callers:\n"
				+ "  all: { tokens: [ { sha256: " + digest + " } ], projects: [\"*\"] }\n");
	}

}
