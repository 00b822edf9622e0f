package dev.honeyrelay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.access.jwt.StandInIssuer;
import dev.honeyrelay.harness.Canary;
import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static dev.honeyrelay.harness.RunningRelay.KEY;
import static dev.honeyrelay.harness.RunningRelay.TOKEN;
import static dev.honeyrelay.harness.RunningRelay.bare;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The key and the token go where they belong and show nowhere else, whatever happens.
 */
class SecretsNeverLeakTests {

	private static final String BASIC = Base64.getEncoder().encodeToString(("user:" + TOKEN).getBytes(UTF_8));

	@Test
	void theKeyAndTheTokenShowNowhere() {
		checkThatNothingShows(Stage.shared());
	}

	@Test
	void aKeyAndATokenInFilesShowNowhereEither(@TempDir Path folder) throws IOException {
		Path key = Files.writeString(folder.resolve("key"), KEY + '\n');
		Path token = Files.writeString(folder.resolve("token"), TOKEN + '\n');
		try (Stage stage = Stage.open("--relay.api-key=", "--relay.token=", "--relay.api-key-file=" + key,
				"--relay.token-file=" + token, "--relay.upstream.retry.max-attempts=1")) {
			checkThatNothingShows(stage);
			LogWatch log = LogWatch.anew();
			Files.writeString(key, KEY + '\n' + KEY);
			Files.writeString(token, TOKEN.substring(0, 19));
			Awaitility.await().until(() -> !log.warnings().isEmpty());

			assertThat(stage.relay().atManagement(bare("GET", "/actuator/relay")).text())
				.contains("relay.api-key-file: the file that it names does not hold one line")
				.doesNotContain(KEY, TOKEN, TOKEN.substring(0, 19));
		}
	}

	private static void checkThatNothingShows(Stage stage) {
		List<String> shown = new ArrayList<>();
		long before = Canary.lines();

		outcomes(stage).forEach((run) -> talkAbout(stage.relay(), run, shown));

		// What is logged meanwhile, the canary reads.
		assertThat(LoggerFactory.getLogger("dev.honeyrelay").isTraceEnabled()).isTrue();
		assertThat(Canary.lines()).isGreaterThan(before);
		assertThat(shown.stream().filter((text) -> text.contains(KEY) || text.contains(TOKEN) || text.contains(BASIC)))
			.isEmpty();
		assertThat(stage.upstream().asked("leak-0").stream().map(Exchange::head))
			.allSatisfy((head) -> assertThat(String.join("\n", head)).contains("Bearer " + KEY).doesNotContain(TOKEN));
	}

	private static Stream<String> outcomes(Stage stage) {
		Script echo = (exchange) -> Script
			.answer("422 No", "application/json", "{\"message\":\"" + exchange.values("Authorization") + "\"}")
			.play(exchange);
		List<Script> scripts = List.of(Script.json("{}"), echo, Script.answer("500 Oops", "text/html", "oops"),
				Script.sends("rubbish").thenCloses(), Script.sends("").thenResets());
		for (int i = 0; i < scripts.size(); i++) {
			stage.upstream().on("leak-" + i, scripts.get(i));
		}
		return Stream.of("leak-0", "leak-1", "leak-2", "leak-3", "leak-4");
	}

	private static void talkAbout(RunningRelay relay, String run, List<String> shown) {
		String target = "/v1/runs/" + run + "/result";
		Stream
			.of(bare("GET", target, "Authorization: Bearer " + TOKEN),
					bare("GET", target, "Authorization: Basic " + BASIC),
					bare("GET", target, "Authorization: Token " + TOKEN),
					bare("GET", target, "Authorization: Bearer " + TOKEN, "Authorization: Bearer " + TOKEN),
					bare("GET", target + '?' + TOKEN + '=' + TOKEN, "Authorization: Bearer " + TOKEN + 'x'),
					bare("GET", target, "Authorization: Bearer " + TOKEN, "X Y: malformed"),
					bare("POST", target, "Authorization: Bearer " + TOKEN))
			.map(relay::send)
			.map(RawResponse::toString)
			.forEach(shown::add);
	}

}
