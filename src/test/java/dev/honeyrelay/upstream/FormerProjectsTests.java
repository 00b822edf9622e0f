package dev.honeyrelay.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Projects that are taken away leave nothing behind.
 */
class FormerProjectsTests {

	private static final String TOKEN = "a-token-of-twenty-characters";

	@TempDir
	private Path folder;

	@Test
	void theirMetersGoAndComeBackWithThem() throws IOException {
		RawUpstream upstream = RawUpstream.start();
		upstream.on("veto", Script.json(RawUpstream.goodBody("veto").getBytes(java.nio.charset.StandardCharsets.UTF_8),
				"Cache-Control: no-store"));
		Path file = write("credentials.yaml", "going", "staying");
		try (RunningRelay relay = RunningRelay.start(upstream.baseUrl(), "--relay.api-key=", "--relay.token=",
				"--relay.credentials=" + file)) {
			read(relay, "going", "veto");
			read(relay, "staying", "a");
			assertThat(metersOf(relay, "going")).isNotEmpty();

			Files.move(write("next", "staying"), file, StandardCopyOption.REPLACE_EXISTING);
			Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> metersOf(relay, "going").isEmpty());
			assertThat(metersOf(relay, "staying")).isNotEmpty();

			Files.move(write("next", "going", "staying"), file, StandardCopyOption.REPLACE_EXISTING);
			Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> read(relay, "going", "b") == 200);
			assertThat(metersOf(relay, "going")).contains("relay.upstream.travelling", "relay.upstream.trips");
		}
	}

	private Path write(String name, String... projects) throws IOException {
		StringBuilder document = new StringBuilder("projects:\n");
		for (String project : projects) {
			document.append("  ").append(project).append(": { api-key: hh_of_").append(project).append(" }\n");
		}
		document.append("callers:\n  all: { tokens: [ { sha256: ")
			.append(TestTokens.sha256(TOKEN))
			.append(" } ], projects: [ \"*\" ] }\n");
		return Files.writeString(this.folder.resolve(name), document);
	}

	private static int read(RunningRelay relay, String project, String run) {
		return relay
			.send(RunningRelay.bare("GET", "/v1/runs/" + run + "/result", "Authorization: Bearer " + TOKEN,
					"Relay-Project: " + project))
			.status();
	}

	private static List<String> metersOf(RunningRelay relay, String project) {
		return relay.component(MeterRegistry.class)
			.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> project.equals(id.getTag("project")))
			.map(Meter.Id::getName)
			.distinct()
			.toList();
	}

}
