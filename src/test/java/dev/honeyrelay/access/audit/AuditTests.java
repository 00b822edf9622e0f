package dev.honeyrelay.access.audit;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class AuditTests {

	private final TeamRelay relay = TeamRelay.running();

	// A line is written when its answer has left: tests wait for the one of their
	// request.
	private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();

	private final List<ILoggingEvent> passed = new ArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent line) {
			// Takes the request's id with it, which belongs to this thread.
			line.prepareForDeferredProcessing();
			AuditTests.this.lines.add(line);
		}

	};

	@BeforeEach
	void readLines() {
		this.appender.start();
		logger().addAppender(this.appender);
	}

	@AfterEach
	void readNoMoreLines() {
		logger().detachAppender(this.appender);
	}

	@Test
	void aReadIsToldWithWhatCameOfIt() throws InterruptedException {
		ILoggingEvent miss = line("GET", "/v1/runs/audit-1/result?filters=the-filter");
		ILoggingEvent hit = line("GET", "/v1/runs/audit-1/summary?filters=the-filter");

		assertThat(miss.getFormattedMessage()).isEqualTo("read");
		assertThat(fields(miss)).contains(entry("caller", "grafana"), entry("identified_by", "token"),
				entry("project", "search-quality"), entry("operation", "result"), entry("run_ids", "[audit-1]"),
				entry("outcome", "miss"), entry("status", "200"),
				entry("bytes", length(this.relay.get(Team.GRAFANA, "/v1/runs/audit-1/result"))));
		assertThat(Double.parseDouble(fields(miss).get("duration_ms"))).isPositive();
		assertThat(fields(hit)).contains(entry("outcome", "hit"), entry("identified_by", "token"),
				entry("operation", "result"));
	}

	@Test
	void aComparisonTellsBothRunsTheNewOneFirst() throws InterruptedException {
		assertThat(fields(line("GET", "/v1/runs/audit-new/compare/audit-old", "Relay-Project", "support-bot")))
			.contains(entry("operation", "comparison"), entry("run_ids", "[audit-new, audit-old]"),
					entry("project", "support-bot"));
	}

	@Test
	void nothingSentIsNoBytes() throws InterruptedException {
		String tag = this.relay.get(Team.GRAFANA, "/v1/runs/audit-2/result").headers().firstValue("ETag").orElseThrow();

		assertThat(fields(line("GET", "/v1/runs/audit-2/result", "If-None-Match", tag)))
			.contains(entry("status", "304"), entry("bytes", "0"));
		assertThat(fields(line("HEAD", "/v1/runs/audit-2/result"))).contains(entry("status", "200"),
				entry("bytes", "0"));
	}

	@Test
	void aRefusalIsToldByItsProblem() throws InterruptedException {
		assertThat(fields(line("GET", "/v1/runs/audit-3/result", "Relay-Project", "secret-lab")))
			.contains(entry("status", "403"), entry("outcome", "forbidden"));
		assertThat(fields(line("GET", "/v1/runs/audit-3/result?aggregate_function=AVERAGE")))
			.contains(entry("status", "400"), entry("outcome", "invalid-request"));
		assertThat(fields(line("GET", "/nothing"))).contains(entry("status", "404"), entry("outcome", "not-found"));
	}

	@Test
	void aPurgeIsToldWithAllOfItsProjects() throws InterruptedException {
		ILoggingEvent refused = line("DELETE", "/admin/cache/runs/audit-4");
		ILoggingEvent purged = lineOf(Team.OPERATOR, "DELETE", "/admin/cache/runs/audit-4");

		assertThat(refused.getFormattedMessage()).isEqualTo("purge");
		assertThat(fields(refused)).contains(entry("caller", "grafana"), entry("outcome", "forbidden"));
		assertThat(purged.getFormattedMessage()).isEqualTo("purge");
		assertThat(fields(purged)).contains(entry("caller", "operator"), entry("operation", "purge"),
				entry("project", "search-quality,support-bot,secret-lab"), entry("run_ids", "[audit-4]"),
				entry("outcome", "purged"), entry("status", "204"), entry("bytes", "0"));
	}

	@Test
	void whoIsNotKnownIsNotTold() throws InterruptedException {
		this.relay.get("nobody's", "/v1/runs/audit-5/result", "X-Request-Id", "of-nobody");

		line("GET", "/v1/runs/audit-5/result");

		assertThat(this.passed).extracting((line) -> line.getMDCPropertyMap().get("request_id"))
			.doesNotContain("of-nobody");
	}

	@Test
	void noLineHoldsASecretAFilterOrABody() throws InterruptedException {
		for (String parameter : new String[] { "filters=the-filter", "token=" + Team.GRAFANA }) {
			ILoggingEvent line = line("GET", "/v1/runs/audit-7/result?" + parameter);

			assertThat(fields(line).toString() + line).doesNotContain(Team.GRAFANA)
				.doesNotContain("hh_search")
				.doesNotContain("the-filter")
				.doesNotContain("run_object");
		}
	}

	private ILoggingEvent line(String method, String path, String... headers) throws InterruptedException {
		return lineOf(Team.GRAFANA, method, path, headers);
	}

	private ILoggingEvent lineOf(String token, String method, String path, String... headers)
			throws InterruptedException {
		String id = UUID.randomUUID().toString();
		List<String> all = new ArrayList<>(List.of(headers));
		all.addAll(List.of("X-Request-Id", id));
		this.relay.send(method, token, path, all.toArray(String[]::new));
		while (true) {
			ILoggingEvent line = this.lines.poll(10, TimeUnit.SECONDS);
			assertThat(line).isNotNull();
			this.passed.add(line);
			if (id.equals(line.getMDCPropertyMap().get("request_id"))) {
				return line;
			}
		}
	}

	private static Map<String, String> fields(ILoggingEvent line) {
		return line.getKeyValuePairs()
			.stream()
			.collect(Collectors.toMap((pair) -> pair.key, (pair) -> String.valueOf(pair.value)));
	}

	private static String length(HttpResponse<String> response) {
		return Integer.toString(response.body().length());
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("dev.honeyrelay.audit");
	}

}
