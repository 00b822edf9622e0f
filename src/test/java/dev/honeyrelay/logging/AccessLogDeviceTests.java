package dev.honeyrelay.logging;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An access log that is no file stays what it is.
 */
class AccessLogDeviceTests {

	@Test
	void aPipeIsWrittenToAndNotRenamed(@TempDir Path folder) throws Exception {
		Path pipe = folder.resolve("pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		Queue<String> lines = new ConcurrentLinkedQueue<>();
		Thread reader = Thread.startVirtualThread(() -> readInto(lines, pipe));
		try (Stage stage = Stage.open("--server.jetty.accesslog.enabled=true",
				"--server.jetty.accesslog.filename=" + pipe)) {
			assertThat(stage.relay().get("/v1/runs/logged/result").status()).isEqualTo(200);
			assertThat(stage.relay().get("/v1/runs/logged/result").status()).isEqualTo(200);
			assertThat(stage.relay().atManagement(bare("GET", "/actuator/health")).status()).isEqualTo(200);

			Awaitility.await().until(() -> lines.size() == 3);
		}
		reader.join();

		assertThat(List.copyOf(lines)).satisfiesExactly(
				(line) -> assertThat(line).contains("\"GET /v1/runs/logged/result HTTP/1.1\" 200"),
				(line) -> assertThat(line).contains("\"GET /v1/runs/logged/result HTTP/1.1\" 200"),
				(line) -> assertThat(line).contains("\"GET /actuator/health HTTP/1.1\" 200"));
		assertThat(Files.isRegularFile(pipe)).isFalse();
		try (Stream<Path> files = Files.list(folder)) {
			assertThat(files).containsExactly(pipe);
		}
	}

	private static void readInto(Queue<String> lines, Path pipe) {
		try (BufferedReader reader = Files.newBufferedReader(pipe)) {
			reader.lines().forEach(lines::add);
		}
		catch (Exception ex) {
			lines.add(ex.toString());
		}
	}

}
