package dev.honeyrelay.access;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.access.gateway.GatewayProperties;
import dev.honeyrelay.access.jwt.JwtProperties;
import dev.honeyrelay.harness.RawResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which pages may read an answer, and what an answer is said to depend on.
 */
class CrossOriginTests {

	private static final String PAGE = "https://dashboards.example.com";

	@ParameterizedTest
	@CsvSource({ "https://dashboards.example.com, true", "https://elsewhere.example.com, false", ", false" })
	void onlyAnAllowedPageReads(String origin, boolean reads) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();

		assertThat(passes(filter(PAGE), request("GET", origin, false), response)).isTrue();
		assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo(reads ? origin : null);
		assertThat(response.containsHeader("Access-Control-Expose-Headers")).isEqualTo(reads);
		assertThat(response.getHeaders("Vary")).containsExactly("Origin");
	}

	@ParameterizedTest
	@CsvSource({ "OPTIONS, https://dashboards.example.com, true, true",
			"OPTIONS, https://elsewhere.example.com, true, false",
			"OPTIONS, https://dashboards.example.com, false, false",
			"GET, https://dashboards.example.com, true, false" })
	void aPreflightOfAnAllowedPageIsAnsweredAtOnce(String method, String origin, boolean asks, boolean answered)
			throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();

		assertThat(passes(filter(PAGE), request(method, origin, asks), response)).isNotEqualTo(answered);
		assertThat(response.getStatus()).isEqualTo(answered ? 204 : 200);
		assertThat(response.getHeader("Access-Control-Allow-Methods")).isEqualTo(answered ? "GET, HEAD" : null);
		assertThat(response.getHeader("Access-Control-Max-Age")).isEqualTo(answered ? "7200" : null);
		assertThat(response.containsHeader("Access-Control-Allow-Headers")).isEqualTo(answered);
		assertThat(response.getHeaders("Vary").contains("Access-Control-Request-Method")).isEqualTo(answered);
	}

	@Test
	void whereNoPageMayNothingIsSaid() throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();

		assertThat(passes(filter(), request("OPTIONS", PAGE, true), response)).isTrue();
		assertThat(response.getHeaderNames()).isEmpty();
		CorsHeaders none = new CorsHeaders(new CorsProperties(List.of()));
		assertThat(none.add(PAGE, response::setHeader, response::addHeader)).isFalse();
		assertThat(response.getHeaderNames()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "||Accept-Encoding, Authorization, Relay-Project",
					"*||Accept-Encoding, Authorization, Relay-Project, Origin",
					"|X-User|Accept-Encoding, Authorization, Relay-Project, X-User",
					"*|X-User|Accept-Encoding, Authorization, Relay-Project, Origin, X-User" })
	void anAnswerDependsOnWhateverTellsWhoAsks(String pages, String user, String vary) throws Exception {
		VaryFields fields = new VaryFields(new CorsProperties((pages != null) ? List.of(pages) : List.of()),
				new GatewayProperties(user, null, ",", List.of("10.1.2.0/24"), "X-Gateway-Secret", null, Map.of()),
				new JwtProperties(null, null, List.of(), "sub", Duration.ZERO, Map.of(), Map.of()));
		MockHttpServletResponse response = new MockHttpServletResponse();

		assertThat(fields.all()).isEqualTo(vary);
		assertThat(passes(fields.identityFilter(), request("GET", null, false), response)).isTrue();
		assertThat(response.getHeaders("Vary")).isEqualTo((user != null) ? List.of(user) : List.of());
		assertThat(VaryFields.with(List.of("A", "B"))).isEqualTo(RawResponse.VARY + ", A, B");
	}

	private static Filter filter(String... origins) {
		return new CorsHeaders(new CorsProperties(List.of(origins))).filter();
	}

	private static MockHttpServletRequest request(String method, String origin, boolean asks) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, "/v1/runs/a");
		if (origin != null) {
			request.addHeader("Origin", origin);
		}
		if (asks) {
			request.addHeader("Access-Control-Request-Method", "GET");
		}
		return request;
	}

	private static boolean passes(Filter filter, MockHttpServletRequest request, MockHttpServletResponse response)
			throws ServletException, IOException {
		MockFilterChain chain = new MockFilterChain();
		filter.doFilter(request, response, chain);
		return chain.getRequest() != null;
	}

}
