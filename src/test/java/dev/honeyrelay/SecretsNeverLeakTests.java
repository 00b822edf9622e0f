package dev.honeyrelay;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Canary;
import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
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

	private final Stage stage = Stage.shared();

	@Test
	void theKeyAndTheTokenShowNowhere() {
		List<String> shown = new ArrayList<>();
		long before = Canary.lines();

		outcomes().forEach((run) -> talkAbout(run, shown));

		// What is logged meanwhile, the canary reads.
		assertThat(LoggerFactory.getLogger("dev.honeyrelay").isTraceEnabled()).isTrue();
		assertThat(Canary.lines()).isGreaterThan(before);
		assertThat(shown.stream().filter((text) -> text.contains(KEY) || text.contains(TOKEN) || text.contains(BASIC)))
			.isEmpty();
		assertThat(this.stage.upstream().asked("leak-0").stream().map(Exchange::head))
			.allSatisfy((head) -> assertThat(String.join("\n", head)).contains("Bearer " + KEY).doesNotContain(TOKEN));
	}

	private Stream<String> outcomes() {
		Script echo = (exchange) -> Script
			.answer("422 No", "application/json", "{\"message\":\"" + exchange.values("Authorization") + "\"}")
			.play(exchange);
		List<Script> scripts = List.of(Script.json("{}"), echo, Script.answer("500 Oops", "text/html", "oops"),
				Script.sends("rubbish").thenCloses(), Script.sends("").thenResets());
		for (int i = 0; i < scripts.size(); i++) {
			this.stage.upstream().on("leak-" + i, scripts.get(i));
		}
		return Stream.of("leak-0", "leak-1", "leak-2", "leak-3", "leak-4");
	}

	private void talkAbout(String run, List<String> shown) {
		RunningRelay relay = this.stage.relay();
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
