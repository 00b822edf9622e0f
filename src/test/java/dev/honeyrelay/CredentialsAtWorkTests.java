package dev.honeyrelay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The credentials file, the dialect that needs it to be complete, and the audit log
 * turned off, seen from outside.
 */
class CredentialsAtWorkTests {

	@Test
	void aRotationIsInForceWithinTenSeconds(@TempDir Path folder) throws IOException {
		AtomicInteger told = new AtomicInteger();
		try (TeamRelay relay = TeamRelay.start("--relay.upstream.dialect=project", "--relay.audit.enabled=false")) {
			listenForAuditLines(told);
			assertThat(relay.get(Team.RELEASE_CI, "/v1/runs/rotation/result").body()).contains("support-bot");
			assertThat(relay.urlsAsked("rotation")).containsExactly("/v1/projects/77a2d1/runs/rotation/summary");

			String rotated = Files.readString(relay.file())
				.replace(TestTokens.sha256(Team.RELEASE_CI), TestTokens.sha256("the-next-token-of-ci"))
				.replace("api-key: hh_support", "api-key: hh_lab");
			Path next = Files.writeString(folder.resolve("next"), rotated);
			Files.move(next, relay.file(), StandardCopyOption.REPLACE_EXISTING);

			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> relay.get("the-next-token-of-ci", "/v1/runs/rotation/result").statusCode() == 200);
			assertThat(relay.get(Team.RELEASE_CI, "/v1/runs/rotation/result").statusCode()).isEqualTo(401);
			// The next question goes out with the next key.
			assertThat(relay.get("the-next-token-of-ci", "/v1/runs/rotation-2/result").body()).contains("secret-lab");
			assertThat(told).hasValue(0);
		}
	}

	@Test
	void aKeyAndATokenInFilesAreFollowedWithoutARestart(@TempDir Path folder) throws IOException {
		Path key = Files.writeString(folder.resolve("key"), RunningRelay.KEY + '\n');
		Path token = Files.writeString(folder.resolve("token"), RunningRelay.TOKEN + '\n');
		try (Stage stage = Stage.open("--relay.api-key=", "--relay.token=", "--relay.api-key-file=" + key,
				"--relay.token-file=" + token.toUri())) {
			assertThat(stage.relay().get("/v1/runs/before/result").status()).isEqualTo(200);
			assertThat(stage.upstream().asked("before").getLast().values("Authorization"))
				.containsExactly("Bearer " + RunningRelay.KEY);

			Files.writeString(key, RunningRelay.KEY + "_two");
			Files.writeString(token, RunningRelay.TOKEN + "-two");
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> ask(stage, RunningRelay.TOKEN + "-two").status() == 200);

			assertThat(ask(stage, RunningRelay.TOKEN).status()).isEqualTo(401);
			assertThat(stage.upstream().asked("files").getLast().values("Authorization"))
				.containsExactly("Bearer " + RunningRelay.KEY + "_two");
		}
	}

	private static RawResponse ask(Stage stage, String token) {
		return stage.relay().send(RunningRelay.bare("GET", "/v1/runs/files/result", "Authorization: Bearer " + token));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					relay.project-id (HH_PROJECT_ID): the project default needs an id, because relay.upstream.dialect is project. | --relay.upstream.dialect=project
					relay.credentials: the file that it names is not there, or is not a file.                                     | --relay.credentials=/no/such/file
					relay.project-id must be letters, digits, dots, underscores and hyphens: look at HH_PROJECT_ID.               | --relay.project-id=../other
					relay.api-key and relay.api-key-file are both set: unset HH_API_KEY or HH_API_KEY_FILE.                       | --relay.api-key-file=/run/secrets/key
					relay.token and relay.token-file are both set: unset RELAY_TOKEN or RELAY_TOKEN_FILE.                         | --relay.token-file=/run/secrets/token
					""")
	void aWrongSettingStopsTheStart(String sentence, String setting) {
		assertThatException()
			.isThrownBy(() -> SpringApplication.run(HoneyHiveRelay.class, "--server.port=0",
					"--management.server.port=0", "--logging.level.root=off", "--spring.main.banner-mode=off",
					"--relay.api-key=hh_canary", "--relay.token=a-token-of-20-characters", setting))
			.satisfies((ex) -> assertThat(ex).rootCause().hasMessage(sentence));
	}

	private static void listenForAuditLines(AtomicInteger told) {
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent line) {
				told.incrementAndGet();
			}

		};
		appender.start();
		((Logger) LoggerFactory.getLogger("dev.honeyrelay.audit")).addAppender(appender);
	}

}
