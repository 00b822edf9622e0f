package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.upstream.UpstreamProperties.Retry;
import dev.honeyrelay.upstream.wire.Deadline;
import dev.honeyrelay.upstream.wire.WireResponse;
import dev.honeyrelay.upstream.wire.WireResponse.Lost;
import dev.honeyrelay.upstream.wire.WireResponse.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which reply counts where several are asked for.
 */
class RetriesTests {

	private static final Duration BRIEF = Duration.ofMillis(1);

	private static final Lost BROKEN = new Lost(Outage.of(Outage.Kind.UNREACHABLE), true);

	private static final Lost TOO_LATE = new Lost(Outage.of(Outage.Kind.TIMEOUT), false);

	private final ByteBudget budget = new ByteBudget(1000);

	private final AtomicInteger asked = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(ints = { 408, 421, 425, 502, 503, 504 })
	void whatMayPassIsAskedForAgain(int status) {
		Received good = received(200);

		assertThat(send(3, received(status), received(status), good)).isSameAs(good);
		assertThat(this.asked).hasValue(3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 304, 400, 401, 403, 404, 407, 409, 422, 424, 426, 429, 500, 501, 505, 302 })
	void whatWouldBeSaidAgainIsNot(int status) {
		Received reply = received(status);

		assertThat(send(3, reply, received(200))).isSameAs(reply);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void aConnectionThatBrokeIsReplacedAndADeadlineThatPassedIsNot() {
		Received good = received(200);

		assertThat(send(3, BROKEN, good)).isSameAs(good);
		assertThat(send(3, TOO_LATE, good)).isSameAs(TOO_LATE);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void theLastReplyCountsWhenAllAttemptsAreMade() {
		Received last = received(504);

		assertThat(send(2, received(502), last, received(200))).isSameAs(last);
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void whoMayTryOnceTriesOnce() {
		Received only = received(503);

		assertThat(send(1, only, received(200))).isSameAs(only);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void aReplyThatAnotherTookThePlaceOfHoldsNoMemory() {
		Received first = received(503);
		Received second = received(503);

		send(2, first, second);

		assertThat(first.body().lease().isClosed()).isTrue();
		assertThat(second.body().lease().isClosed()).isFalse();
		assertThat(this.budget.free()).isEqualTo(990);
	}

	@Test
	void whatHoneyHiveSaidCountsIfTheRelayDidNotAskAgain() {
		Received said = received(503);
		Lost overloaded = new Lost(Outage.of(Outage.Kind.OVERLOADED), false);

		assertThat(send(3, said, overloaded)).isSameAs(said);
		assertThat(said.body().lease().isClosed()).isFalse();
		assertThat(send(3, said, TOO_LATE)).isSameAs(TOO_LATE);
	}

	@Test
	void nothingIsWaitedForThatEndsAfterTheDeadline() {
		Received later = received(503, HttpHeaders.RETRY_AFTER, "30");
		Retries retries = new Retries(new Retry(3, BRIEF));

		assertThat(retries.send(inTurn(later, received(200)), Deadline.in(Duration.ofSeconds(20)))).isSameAs(later);
		assertThat(new Retries(new Retry(3, Duration.ofMinutes(3))).send(inTurn(BROKEN, received(200)),
				Deadline.in(Duration.ofMinutes(1))))
			.isSameAs(BROKEN);
	}

	@Test
	void theLongerOfBothPausesIsMade() {
		Received soon = received(503, HttpHeaders.RETRY_AFTER, "0");

		// HoneyHive asks for none, but the settings do.
		assertThat(new Retries(new Retry(3, Duration.ofMinutes(3))).send(inTurn(soon, received(200)),
				Deadline.in(Duration.ofMinutes(1))))
			.isSameAs(soon);
		assertThat(send(3, soon, received(200))).isNotSameAs(soon);
	}

	@Test
	void whoIsInterruptedGetsWhatThereIs() {
		Thread.currentThread().interrupt();

		assertThat(send(3, BROKEN, received(200))).isSameAs(BROKEN);
		assertThat(Thread.interrupted()).isTrue();
	}

	private WireResponse send(int attempts, WireResponse... replies) {
		this.asked.set(0);
		return new Retries(new Retry(attempts, BRIEF)).send(inTurn(replies), Deadline.in(Duration.ofMinutes(1)));
	}

	private Supplier<WireResponse> inTurn(WireResponse... replies) {
		List<WireResponse> all = List.of(replies);
		AtomicInteger next = new AtomicInteger();
		return () -> {
			this.asked.incrementAndGet();
			return all.get(next.getAndIncrement());
		};
	}

	private Received received(int status, String... field) {
		HttpHeaders headers = new HttpHeaders();
		if (field.length > 0) {
			headers.set(field[0], field[1]);
		}
		Lease lease = this.budget.lease();
		assertThat(lease.take(10)).isTrue();
		return new Received(status, headers, new WireResponse.Body(new byte[10], lease), Instant.EPOCH);
	}

}
