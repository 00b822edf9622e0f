package dev.honeyrelay.logging;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.States;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a process of its own prints: for machines, for people, and to its last line.
 */
@Timeout(120)
@InOtherProcesses
class LogFormatTests {

	private static final String ECS = "-Dlogging.structured.format.console=ecs";

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String[] HEADER = { "X-Request-Id", "mine-4711", "traceparent",
			"00-" + TRACE + "-b7ad6b7169203331-01" };

	private final RawUpstream upstream = RawUpstream.start();

	@Test
	void inAContainerEveryLineIsJsonWithFields() throws Exception {
		this.upstream.on("broken", Script.answer("500 Oops", "text/html", "oops"));
		String printed = printed(ECS);

		List<JsonNode> lines = printed.lines().map(new JsonMapper()::readTree).toList();
		assertThat(lines).allSatisfy((line) -> {
			assertThat(line.at("/@timestamp").stringValue()).endsWith("Z");
			assertThat(line.at("/log/level").stringValue()).isIn("INFO", "WARN");
			assertThat(line.at("/log/logger").stringValue()).isNotEmpty();
			assertThat(line.at("/service/name").stringValue()).isEqualTo("honeyhive-relay");
			assertThat(line.at("/ecs/version").stringValue()).startsWith("8.");
		});
		JsonNode read = line(lines, "read");
		assertThat(read.at("/request_id").stringValue()).isEqualTo("mine-4711");
		assertThat(read.at("/trace/id").stringValue()).isEqualTo(TRACE);
		assertThat(read.at("/caller").stringValue()).isEqualTo("default");
		assertThat(read.at("/project").stringValue()).isEqualTo("default");
		assertThat(read.at("/operation").stringValue()).isEqualTo("comparison");
		assertThat(read.at("/run_ids").valueStream().map(JsonNode::stringValue)).containsExactly("new", "old");
		assertThat(read.at("/outcome").stringValue()).isEqualTo("miss");
		assertThat(read.at("/status").intValue()).isEqualTo(200);
		assertThat(read.at("/bytes").intValue()).isEqualTo(RawUpstream.goodBody("new").length());
		assertThat(read.at("/duration_ms").doubleValue()).isPositive();
		JsonNode failed = line(lines, "upstream unavailable");
		assertThat(failed.at("/log/level").stringValue()).isEqualTo("WARN");
		assertThat(failed.at("/request_id").stringValue()).isEqualTo("mine-4711");
		assertThat(failed.at("/trace/id").stringValue()).isEqualTo(TRACE);
		assertThat(failed.at("/runs/0").stringValue()).isEqualTo("broken");
		assertThat(failed.at("/outage").stringValue()).isEqualTo("failed");
		assertThat(failed.at("/upstream_status").intValue()).isEqualTo(500);
		assertThat(printed).doesNotContain("the-filter", RelayProcess.TOKEN, RelayProcess.KEY);
	}

	@Test
	void onATerminalEveryLineCanBeRead() throws Exception {
		this.upstream.on("broken", Script.answer("500 Oops", "text/html", "oops"));
		String printed = printed();

		assertThat(printed.lines().filter((line) -> line.contains("INFO audit read"))).first()
			.asString()
			.contains("caller=\"default\"", "run_ids=\"[new, old]\"", "outcome=\"miss\"", "status=\"200\"", "mine-4711",
					TRACE);
		assertThat(printed.lines().filter((line) -> line.contains("upstream unavailable"))).singleElement()
			.asString()
			.contains("WARN", "outage=\"failed\"", "mine-4711", TRACE);
		assertThat(printed).doesNotContain("the-filter", RelayProcess.TOKEN, RelayProcess.KEY);
	}

	@Test
	void aStackTraceIsOneFieldOfOneLine() {
		LoggerContext context = new LoggerContext();
		context.setMDCAdapter(new LogbackMDCAdapter());
		context.putObject(Environment.class.getName(), new StandardEnvironment());
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(context);
		encoder.setFormat("ecs");
		encoder.setCharset(StandardCharsets.UTF_8);
		encoder.start();
		LoggingEvent event = new LoggingEvent("here", context.getLogger("there"), Level.ERROR, "request failed",
				new IllegalStateException("first\nsecond"), null);

		String line = new String(encoder.encode(event), StandardCharsets.UTF_8);

		assertThat(line.strip().lines()).hasSize(1);
		assertThat(new JsonMapper().readTree(line).at("/error/stack_trace").stringValue())
			.contains("IllegalStateException: first\nsecond", "LogFormatTests");
	}

	@Test
	void noLineIsLostAtTheEnd() throws Exception {
		try (RelayProcess relay = RelayProcess.start(this.upstream.baseUrl(), ECS, "-Drelay.callers.drain-delay=0s");
				ExecutorService callers = Executors.newFixedThreadPool(8)) {
			List<Future<Integer>> answers = IntStream.range(0, 400)
				.mapToObj((i) -> callers
					.submit((Callable<Integer>) () -> relay.statusOf("/v1/runs/run-" + (i % 4) + "/result")))
				.toList();
			long answered = 0;
			for (Future<Integer> answer : answers) {
				answered += (answer.get() == 200) ? 1 : 0;
			}
			relay.process().destroy();

			assertThat(relay.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(relay.process().exitValue()).isZero();
			assertThat(answered).isEqualTo(400);
			assertThat(relay.printed().lines().filter((line) -> line.contains("\"message\":\"read\""))).hasSize(400);
			assertThat(relay.printed()).endsWith("\n");
		}
	}

	private String printed(String... jvmArguments) throws Exception {
		try (RelayProcess relay = RelayProcess.start(this.upstream.baseUrl(), jvmArguments)) {
			HttpResponse<byte[]> answer = relay.get("/v1/runs/new/compare-with/old?filters=the-filter", HEADER);
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(relay.get("/v1/runs/broken/result", HEADER).statusCode()).isEqualTo(502);
			// While the process lives on, too.
			States.await(() -> relay.printed().lines().filter((line) -> line.contains("mine-4711")).count() >= 3);
			return relay.printed();
		}
	}

	private static JsonNode line(List<JsonNode> lines, String message) {
		return lines.stream()
			.filter((line) -> line.at("/message").stringValue().equals(message))
			.findFirst()
			.orElseThrow();
	}

}
