package dev.honeyrelay.access;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class AuditTrailTests {

	private final TeamRelay relay = TeamRelay.running();

	// A line is written when its answer has left: tests wait for as many as they expect.
	private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent line) {
			AuditTrailTests.this.lines.add(line);
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
		String body = this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-1/result?filters=the-filter").body();
		Map<String, String> first = line("read");
		this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-1/summary?filters=the-filter");

		assertThat(first).contains(entry("caller", "grafana"), entry("project", "search-quality"),
				entry("operation", "result"), entry("run_ids", "audit-1"), entry("outcome", "miss"),
				entry("status", "200"), entry("bytes", Integer.toString(body.length())));
		assertThat(Double.parseDouble(first.get("duration_ms"))).isPositive();
		assertThat(line("read")).contains(entry("outcome", "hit"), entry("operation", "result"));
	}

	@Test
	void aComparisonTellsBothRunsTheNewOneFirst() throws InterruptedException {
		this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-new/compare/audit-old", "Relay-Project", "support-bot");

		assertThat(line("read")).contains(entry("operation", "comparison"), entry("run_ids", "audit-new,audit-old"),
				entry("project", "support-bot"));
	}

	@Test
	void nothingSentIsNoBytes() throws InterruptedException {
		String tag = this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-2/result")
			.headers()
			.firstValue("ETag")
			.orElseThrow();
		line("read");
		this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-2/result", "If-None-Match", tag);
		assertThat(line("read")).contains(entry("status", "304"), entry("bytes", "0"));
		this.relay.send("HEAD", TeamRelay.GRAFANA, "/v1/runs/audit-2/result");
		assertThat(line("read")).contains(entry("status", "200"), entry("bytes", "0"));
	}

	@Test
	void aRefusalIsToldByItsProblem() throws InterruptedException {
		this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-3/result", "Relay-Project", "secret-lab");
		assertThat(line("read")).contains(entry("status", "403"), entry("outcome", "forbidden"));
		this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-3/result?aggregate_function=AVERAGE");
		assertThat(line("read")).contains(entry("status", "400"), entry("outcome", "invalid-request"));
		this.relay.get(TeamRelay.GRAFANA, "/nothing");
		assertThat(line("read")).contains(entry("status", "404"), entry("outcome", "not-found"));
		this.relay.send("DELETE", TeamRelay.GRAFANA, "/admin/cache/runs/audit-3");
		assertThat(line("purge")).contains(entry("caller", "grafana"), entry("outcome", "forbidden"));
	}

	@Test
	void aPurgeIsToldWithAllOfItsProjects() throws InterruptedException {
		this.relay.send("DELETE", TeamRelay.OPERATOR, "/admin/cache/runs/audit-4");

		assertThat(line("purge")).contains(entry("caller", "operator"), entry("operation", "purge"),
				entry("project", "search-quality,support-bot,secret-lab"), entry("run_ids", "audit-4"),
				entry("outcome", "purged"), entry("status", "204"), entry("bytes", "0"));
	}

	@Test
	void whoIsNotKnownIsNotTold() throws InterruptedException {
		this.relay.get("nobody's", "/v1/runs/audit-5/result");
		this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-6/result");

		assertThat(line("read")).contains(entry("run_ids", "audit-6"));
		assertThat(this.lines).isEmpty();
	}

	@Test
	void noLineHoldsASecretAFilterOrABody() throws InterruptedException {
		for (String parameter : new String[] { "filters=the-filter", "token=" + TeamRelay.GRAFANA }) {
			this.relay.get(TeamRelay.GRAFANA, "/v1/runs/audit-7/result?" + parameter);

			assertThat(line("read").toString()).doesNotContain(TeamRelay.GRAFANA)
				.doesNotContain("hh_search")
				.doesNotContain("the-filter")
				.doesNotContain("run_object");
		}
	}

	private Map<String, String> line(String message) throws InterruptedException {
		ILoggingEvent line = this.lines.poll(10, TimeUnit.SECONDS);
		assertThat(line).isNotNull();
		assertThat(line.getFormattedMessage()).isEqualTo(message);
		return line.getKeyValuePairs()
			.stream()
			.collect(Collectors.toMap((pair) -> pair.key, (pair) -> String.valueOf(pair.value)));
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("dev.honeyrelay.audit");
	}

}
