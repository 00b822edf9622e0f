package dev.honeyrelay.client;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.client.api.ComparisonsApi;
import dev.honeyrelay.client.api.ResultsApi;
import dev.honeyrelay.client.api.ViewsApi;
import dev.honeyrelay.client.model.Comparison;
import dev.honeyrelay.client.model.MetricComparison;
import dev.honeyrelay.client.model.MetricDetail;
import dev.honeyrelay.client.model.Result;
import dev.honeyrelay.client.model.TrendRow;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Reads through the relay at RELAY_URL, with the token RELAY_TOKEN, by a client that was
 * generated from what the relay says of itself. Behind the relay is the stand-in.
 */
class GeneratedClientTests {

	private static final String NEW_RUN = "support-answers-1119";

	private static final String OLD_RUN = "support-answers-1118";

	private final ApiClient client = client(System.getenv("RELAY_TOKEN"));

	@Test
	void aResultHasItsMembersTyped() throws ApiException {
		Result result = new ResultsApi(this.client).getResult(NEW_RUN, null, null, null, null, null, null, null, null, null);

		assertEquals("completed", result.getStatus());
		assertInstanceOf(Boolean.class, result.getSuccess());
		List<MetricDetail> metrics = result.getMetrics().getDetails();
		assertEquals(List.of("answer_correctness", "helpfulness"),
				metrics.stream().map(MetricDetail::getMetricName).sorted().toList());
		assertTrue(metrics.stream().allMatch((metric) -> metric.getAggregate() instanceof Number));
	}

	@Test
	void metricsHaveTheirEvents() throws ApiException {
		assertFalse(new ResultsApi(this.client).getMetrics(NEW_RUN, null, null, null, null, null, null, null, null, null)
			.getEvents()
			.isEmpty());
	}

	@Test
	void aComparisonHasItsCountsTyped() throws ApiException {
		Comparison comparison = new ComparisonsApi(this.client).getComparison(NEW_RUN, OLD_RUN, null, null, null, null, null,
				null, null, null, null);

		assertFalse(comparison.getMetrics().isEmpty());
		for (MetricComparison metric : comparison.getMetrics()) {
			assertInstanceOf(BigDecimal.class, metric.getFoundCount());
		}
	}

	@Test
	void aTrendHasARowForEachRun() throws ApiException {
		List<TrendRow> trend = new ViewsApi(this.client).viewTrend("json", null, "support-answers", null, 3,
				List.of("helpfulness"), null, null, null, null, null, null, null, null);

		assertEquals(List.of("support-answers-1117", OLD_RUN, NEW_RUN), trend.stream().map(TrendRow::getRunId).toList());
		for (TrendRow row : trend) {
			assertInstanceOf(BigDecimal.class, row.getValue().getActualInstance());
			assertEquals("completed", row.getStatus());
		}
	}

	@Test
	void whoHasNoTokenIsToldSo() {
		ApiException refusal = assertThrows(ApiException.class, () -> new ResultsApi(client("nobodys-token"))
			.getResult(NEW_RUN, null, null, null, null, null, null, null, null, null));

		assertEquals(401, refusal.getCode());
	}

	private static ApiClient client(String token) {
		ApiClient client = new ApiClient();
		client.updateBaseUri(System.getenv("RELAY_URL"));
		client.setRequestInterceptor((request) -> Map.of("Authorization", "Bearer " + token)
			.forEach(request::setHeader));
		return client;
	}

}
