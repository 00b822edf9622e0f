package dev.honeyrelay.access.limit;

import dev.honeyrelay.access.CallerAuthentication;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.credentials.Role;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.run.ProjectName;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CallerLimitsTests {

	private final AtomicLong nanos = new AtomicLong();

	private final CallerLimits limits = new CallerLimits(new LimitProperties(3, 2), this.nanos::get);

	@Test
	void theQuotaIsBackWhenItsMinuteIsOver() {
		ask("ci", null, 3);
		advance(Duration.ofSeconds(48));

		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> ask("ci", null, 1))
			.satisfies((refusal) -> assertThat(refusal.quota()).isEqualTo(3))
			.satisfies((refusal) -> assertThat(refusal.seconds()).isEqualTo(12));

		advance(Duration.ofSeconds(12));
		ask("ci", null, 3);
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> ask("ci", null, 1));
	}

	@Test
	void aLimitOfOnesOwnGoesBeforeTheOneForEverybody() {
		ask("ci", 5, 5);

		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> ask("ci", 5, 1));
	}

	@Test
	void oneCallersUseIsNotAnothers() {
		ask("ci", null, 3);

		assertThatCode(() -> ask("grafana", null, 3)).doesNotThrowAnyException();
	}

	@Test
	void aChangedLimitBeginsAnew() {
		ask("ci", 1, 1);

		assertThatCode(() -> ask("ci", 2, 2)).doesNotThrowAnyException();
	}

	@Test
	void withoutALimitNobodyIsCounted() {
		CallerLimits none = new CallerLimits(new LimitProperties(0, 0), this.nanos::get);
		MockHttpServletRequest request = request("ci", null);

		for (int asked = 0; asked < 10_000; asked++) {
			none.preHandle(request, new MockHttpServletResponse(), this);
		}

		assertThat(CallerLimits.placesOf(request).count()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void aCallersRequestsShareItsPlaces() {
		Places one = CallerLimits.placesOf(ask("ci", null, 1));
		Places same = CallerLimits.placesOf(ask("ci", null, 1));
		Places other = CallerLimits.placesOf(ask("grafana", null, 1));

		assertThat(List.of(one.tryTake(), same.tryTake(), one.tryTake())).containsExactly(true, true, false);
		assertThat(other.tryTake()).isTrue();
		same.giveBack();
		assertThat(List.of(one.tryTake(), one.tryTake())).containsExactly(true, false);
	}

	@Test
	void whetherOneMoreWouldBeTooManyIsKnownWithoutCounting() {
		Caller caller = caller("ci", null);
		ask("ci", null, 2);
		assertThat(this.limits.isReached(caller)).isFalse();
		assertThat(this.limits.isReached(caller)).isFalse();
		ask("ci", null, 1);
		assertThat(this.limits.isReached(caller)).isTrue();

		assertThat(new CallerLimits(new LimitProperties(0, 0), this.nanos::get).isReached(caller)).isFalse();
	}

	@Test
	void whoIsWithinTheLimitGoesOn() {
		assertThat(this.limits.preHandle(request("ci", null), new MockHttpServletResponse(), this)).isTrue();
		assertThat(this.limits.preHandle(new MockHttpServletRequest(), new MockHttpServletResponse(), this)).isTrue();
	}

	@Test
	void noMoreCallersAreRememberedThanThereIsRoomFor() {
		CallerLimits small = new CallerLimits(new LimitProperties(1, 1), this.nanos::get, 40_000);
		for (int i = 0; i < 2000; i++) {
			small.preHandle(request("caller-" + i, null), new MockHttpServletResponse(), this);
		}

		long remembered = IntStream.range(0, 2000).filter((i) -> small.isReached(caller("caller-" + i, null))).count();

		assertThat(remembered).isLessThan(100);
	}

	private MockHttpServletRequest ask(String caller, Integer perMinute, int times) {
		MockHttpServletRequest request = request(caller, perMinute);
		for (int asked = 0; asked < times; asked++) {
			this.limits.preHandle(request, new MockHttpServletResponse(), this);
		}
		return request;
	}

	private void advance(Duration step) {
		this.nanos.addAndGet(step.toNanos());
	}

	private static MockHttpServletRequest request(String caller, Integer perMinute) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setUserPrincipal(new CallerAuthentication(caller(caller, perMinute), "token"));
		return request;
	}

	private static Caller caller(String name, Integer perMinute) {
		Project project = new Project(new ProjectName("default"), null, ApiKey.of("hh_key"));
		return new Caller(name, Role.READER, List.of(project), project, perMinute, null);
	}

}
