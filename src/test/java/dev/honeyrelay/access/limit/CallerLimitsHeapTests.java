package dev.honeyrelay.access.limit;

import java.util.List;

import dev.honeyrelay.access.CallerAuthentication;
import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.credentials.Role;
import dev.honeyrelay.harness.UsedHeap;
import dev.honeyrelay.run.ProjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers have used up takes no more of the heap than it may, however many and
 * however they are called.
 */
@Isolated("measures the heap")
class CallerLimitsHeapTests {

	private static final long BOUND = 8L << 20;

	private static final Project PROJECT = new Project(new ProjectName("default"), null, ApiKey.of("hh_key"));

	@ParameterizedTest
	@ValueSource(
			strings = { "c", "a-caller-with-a-long-name-that-is-as-long-as-names-may-be-or-nearly-so-if-they-come-from-"
					+ "an-issuer@example.com" })
	void limitsTakeNoMoreThanTheyMay(String name) throws Exception {
		CallerLimits limits = new CallerLimits(new LimitProperties(60, 4), System::nanoTime, BOUND);

		long taken = UsedHeap.of(() -> {
			for (int i = 0; i < 60_000; i++) {
				limits.preHandle(request(name + i), new MockHttpServletResponse(), this);
			}
			return limits;
		});

		assertThat(taken).isBetween(BOUND / 4, (long) (1.05 * BOUND));
	}

	@Test
	void neitherDoThoseOfASmallerBound() throws Exception {
		long bound = 4L << 20;

		long taken = UsedHeap.of(() -> {
			CallerLimits limits = new CallerLimits(new LimitProperties(3, 2), () -> 0, bound);
			for (int i = 0; i < 40_000; i++) {
				limits.preHandle(request("somebody-whom-an-issuer-names-" + i), new MockHttpServletResponse(), this);
			}
			return limits;
		});

		assertThat(taken).isBetween(bound / 2, (long) (1.05 * bound));
	}

	private static MockHttpServletRequest request(String caller) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setUserPrincipal(new CallerAuthentication(
				new Caller(caller, Role.READER, List.of(PROJECT), PROJECT, null, null), "token"));
		return request;
	}

}
