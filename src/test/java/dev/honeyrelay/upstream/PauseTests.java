package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Kind;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.wire.WireResponse;
import dev.honeyrelay.upstream.wire.WireResponse.Lost;
import dev.honeyrelay.upstream.wire.WireResponse.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a project leaves HoneyHive alone, and why.
 */
class PauseTests {

	private static final Project PROJECT = project("one", "hh_first_key");

	private final ManualTime time = new ManualTime();

	private final UpstreamBackoff pauses = new UpstreamBackoff(this.time);

	@ParameterizedTest
	@CsvSource({ "RATE_LIMITED, 429, 7, 7", "RATE_LIMITED, 429, 0, 0", "RATE_LIMITED, 429, , 5",
			"KEY_REFUSED, 401, , 30", "KEY_REFUSED, 401, 7, 30" })
	void whatIsSaidToThisProjectIsAPause(Kind kind, int status, Long asked, long seconds) {
		Outage outage = new Outage(kind, status, (asked != null) ? Duration.ofSeconds(asked) : null);

		assertThat(this.pauses.note(PROJECT, new Unavailable(outage)))
			.isEqualTo(new Unavailable(new Outage(kind, status, Duration.ofSeconds(seconds))));
		assertThat(this.pauses.current(PROJECT))
			.isEqualTo((seconds > 0) ? new Outage(kind, null, Duration.ofSeconds(seconds)) : null);
		assertThat(this.pauses.isPaused(PROJECT.name(), kind)).isEqualTo(seconds > 0);
		assertThat(this.pauses.current(project("other", "hh_other"))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "KEY_REFUSED, 403", "KEY_REFUSED, ", "FAILED, 503", "UNREACHABLE, ", "TIMEOUT, ", "INVALID, 200",
			"TOO_LARGE, 200", "SUSPENDED, 503", "OVERLOADED, " })
	void whatMayBeAboutOneRunIsNone(Kind kind, Integer status) {
		Unavailable outcome = new Unavailable(new Outage(kind, status, Duration.ofSeconds(9)));

		assertThat(this.pauses.note(PROJECT, outcome)).isSameAs(outcome);
		assertThat(this.pauses.current(PROJECT)).isNull();
	}

	@Test
	void anAnswerIsNone() {
		NotFound outcome = new NotFound(true);

		assertThat(this.pauses.note(PROJECT, outcome)).isSameAs(outcome);
		assertThat(this.pauses.current(PROJECT)).isNull();
	}

	@Test
	void aPauseEndsAtItsMoment() {
		rateLimited(10);
		this.time.advance(Duration.ofSeconds(10).minusNanos(1));

		assertThat(this.pauses.current(PROJECT)).isEqualTo(new Outage(Kind.RATE_LIMITED, null, Duration.ofNanos(1)));
		assertThat(this.pauses.isPaused(PROJECT.name(), Kind.RATE_LIMITED)).isTrue();
		assertThat(this.pauses.isPaused(PROJECT.name(), Kind.SUSPENDED)).isFalse();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.pauses.current(PROJECT)).isNull();
		assertThat(this.pauses.isPaused(PROJECT.name(), Kind.RATE_LIMITED)).isFalse();
	}

	@Test
	void aServiceUnavailableThatSaysForHowLongSuspends() {
		this.pauses.note(PROJECT, reply(503, "40"));

		assertThat(this.pauses.current(PROJECT)).isEqualTo(new Outage(Kind.SUSPENDED, 503, Duration.ofSeconds(40)));
		assertThat(this.pauses.isPaused(PROJECT.name(), Kind.SUSPENDED)).isTrue();
	}

	@Test
	void noOtherReplyDoes() {
		this.pauses.note(PROJECT, reply(503, null));
		this.pauses.note(PROJECT, reply(502, "40"));
		this.pauses.note(PROJECT, reply(429, "40"));
		this.pauses.note(PROJECT, new Lost(Outage.of(Kind.TIMEOUT), true));

		assertThat(this.pauses.current(PROJECT)).isNull();
	}

	@Test
	void theLongerPauseCounts() {
		rateLimited(30);
		this.pauses.note(PROJECT, reply(503, "10"));

		assertThat(this.pauses.current(PROJECT)).isEqualTo(new Outage(Kind.RATE_LIMITED, null, Duration.ofSeconds(30)));
		this.pauses.note(PROJECT, reply(503, "31"));
		assertThat(this.pauses.current(PROJECT)).isEqualTo(new Outage(Kind.SUSPENDED, 503, Duration.ofSeconds(31)));
	}

	@Test
	void anotherKeyHasNotBeenRefusedYet() {
		this.pauses.note(PROJECT, new Unavailable(Outage.of(Kind.KEY_REFUSED, 401)));
		Project renewed = project("one", "hh_second_key");

		assertThat(this.pauses.current(renewed)).isNull();
		this.pauses.note(renewed, new Unavailable(new Outage(Kind.RATE_LIMITED, 429, Duration.ofSeconds(3))));
		// What was about the first key does not outlast what is about all.
		assertThat(this.pauses.current(renewed)).isEqualTo(new Outage(Kind.RATE_LIMITED, null, Duration.ofSeconds(3)));
	}

	@Test
	void whoIsTakenAwayIsForgotten() {
		Project other = project("other", "hh_other");
		rateLimited(30);
		this.pauses.note(other, reply(503, "10"));

		this.pauses.keepOnly(Set.of(other.name()));

		assertThat(this.pauses.current(PROJECT)).isNull();
		assertThat(this.pauses.current(other)).isNotNull();
	}

	private void rateLimited(int seconds) {
		this.pauses.note(PROJECT, new Unavailable(new Outage(Kind.RATE_LIMITED, 429, Duration.ofSeconds(seconds))));
	}

	private static WireResponse reply(int status, String retryAfter) {
		HttpHeaders headers = new HttpHeaders();
		if (retryAfter != null) {
			headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
		}
		return new Received(status, headers, new WireResponse.Body(new byte[0], new ByteBudget(0).lease()),
				Instant.EPOCH);
	}

	private static Project project(String name, String key) {
		return new Project(new ProjectName(name), null, ApiKey.of(key));
	}

}
