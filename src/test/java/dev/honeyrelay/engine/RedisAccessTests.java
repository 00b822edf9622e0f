package dev.honeyrelay.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import dev.honeyrelay.harness.LogWatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shared level that wants to know who asks, and over a wire that nobody else reads.
 */
@Tag("redis")
@Timeout(60)
class RedisAccessTests {

	private static final String PASSWORD = "a-password-of-the-shared-level";

	// Nothing here is about how fast a busy machine answers.
	private static final String PATIENCE = "--relay.cache.shared.timeout=1s";

	@TempDir
	private Path folder;

	private RedisServers redis;

	private RunsOfOne honeyHive;

	@BeforeEach
	void start() {
		this.redis = new RedisServers(this.folder);
		this.honeyHive = new RunsOfOne();
	}

	@AfterEach
	void stop() {
		this.honeyHive.close();
		this.redis.close();
	}

	@Test
	void theUserOfTheDocumentsMayDoAllThatIsNeeded() throws IOException {
		int port = this.redis.start("--aclfile", usersWith("").toString());
		LogWatch log = LogWatch.anew();

		checkThatTheyShare("--spring.data.redis.port=" + port, "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.username=honeyhive-relay", "--spring.data.redis.password=" + PASSWORD, PATIENCE);

		assertThat(log.lines()).noneMatch((line) -> line.contains("eviction") || line.contains("unavailable"));
		assertThat(this.redis.cli(port, "ACL", "LOG")).isBlank();
	}

	@Test
	void inAClusterTheUserOfTheDocumentsNeedsThreeMoreCommands() throws IOException {
		List<Integer> ports = this.redis.startCluster("--aclfile",
				usersWith(" +cluster +info +client|setname").toString());
		LogWatch log = LogWatch.anew();

		checkThatTheyShare(
				"--spring.data.redis.cluster.nodes="
						+ ports.stream().map(RedisServers::address).collect(Collectors.joining(",")),
				"--spring.data.redis.username=honeyhive-relay", "--spring.data.redis.password=" + PASSWORD, PATIENCE);

		assertThat(log.lines()).noneMatch((line) -> line.contains("eviction") || line.contains("unavailable"));
		assertThat(ports).allSatisfy((port) -> assertThat(this.redis.cli(port, "ACL", "LOG")).isBlank());
	}

	@Test
	void theWireMayBeEncrypted() throws Exception {
		Path key = this.folder.resolve("key.pem");
		Path certificate = this.folder.resolve("certificate.pem");
		Process openssl = new ProcessBuilder("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
				key.toString(), "-out", certificate.toString(), "-days", "2", "-subj", "/CN=localhost", "-addext",
				"subjectAltName=DNS:localhost")
			.redirectErrorStream(true)
			.start();
		openssl.getInputStream().readAllBytes();
		assertThat(openssl.waitFor()).isZero();
		int port = this.redis.startTls(certificate, key);

		checkThatTheyShare("--spring.data.redis.host=localhost", "--spring.data.redis.port=" + port,
				"--spring.data.redis.ssl.bundle=redis",
				"--spring.ssl.bundle.pem.redis.truststore.certificate=" + certificate, PATIENCE);
	}

	private void checkThatTheyShare(String... settings) {
		try (Replica one = Replica.sharing(this.honeyHive.baseUrl(), settings);
				Replica other = Replica.sharing(this.honeyHive.baseUrl(), settings)) {
			one.result("run-1");
			Awaitility.await().until(() -> one.stores("stored") == 1);
			assertThat(other.result("run-1").value("Cache-Status")).startsWith("honeyhive-relay; hit");

			one.purge("run-1");
			Awaitility.await().until(() -> other.events("purge", "in") == 1);
			Awaitility.await().until(() -> one.events("purge", "out") == 1);
			assertThat(other.result("run-1").value("Cache-Status")).contains("fwd=miss");
		}
	}

	private Path usersWith(String furtherRules) throws IOException {
		return Files.writeString(this.folder.resolve("users.acl"), "user default on nopass ~* &* +@all\n"
				+ documentedUser().replace("PASSWORD", PASSWORD) + furtherRules + '\n');
	}

	private static String documentedUser() throws IOException {
		return Files.readAllLines(Path.of("docs/operations.md"))
			.stream()
			.filter((line) -> line.startsWith("user honeyhive-relay "))
			.findFirst()
			.orElseThrow();
	}

}
