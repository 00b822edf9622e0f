package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Fingerprint;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the records of two runs say of an answer that tells nothing itself.
 */
class RunRecordsTests {

	private static final RunId ONE = new RunId("one");

	private static final RunId TWO = new RunId("two");

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	private final ByteBudget budget = new ByteBudget(1000);

	private final List<RunId> asked = new ArrayList<>();

	@Test
	void anAnswerIsSettledIfAllRecordsAre() {
		FetchedResponse seen = read(answered(true, 0, -50L), answered(true, 3, -40L)).seen();

		assertThat(seen.settled()).isTrue();
		// As old as the first of the questions, and as new as the last change.
		assertThat(seen.askedAt()).isEqualTo(NOON);
		assertThat(seen.touchedAt()).isEqualTo(NOON.minusSeconds(40));
		assertThat(this.asked).containsExactly(ONE, TWO);
		assertThat(seen.validator()).isEqualTo("\"tag\"");
	}

	@Test
	void theLatestTimeCountsWhicheverRunHasIt() {
		assertThat(read(answered(true, 0, -40L), answered(true, 0, -50L)).seen().touchedAt())
			.isEqualTo(NOON.minusSeconds(40));
		assertThat(read(answered(true, 0, null), answered(true, 0, -50L)).seen().touchedAt())
			.isEqualTo(NOON.minusSeconds(50));
		assertThat(read(answered(true, 0, -50L), answered(true, 0, null)).seen().touchedAt())
			.isEqualTo(NOON.minusSeconds(50));
		assertThat(read(answered(true, 0, null), answered(true, 0, null)).seen().touchedAt()).isNull();
	}

	@Test
	void theFirstUnsettledRecordIsEnough() {
		FetchedResponse seen = read(answered(false, 0, -50L), answered(true, 3, -40L)).seen();

		assertThat(seen.settled()).isFalse();
		assertThat(seen.touchedAt()).isEqualTo(NOON.minusSeconds(50));
		assertThat(this.asked).containsExactly(ONE);
	}

	@Test
	void whatIsNotReadIsNotSettled() {
		for (UpstreamOutcome outcome : List.of(new Rejected("no"), new NotFound(false),
				new Unavailable(Outage.of(Outage.Kind.TIMEOUT)), new NotModified(true, NOON, null, Directives.NONE))) {
			Answered answered = read(outcome, answered(true, 0, null));

			assertThat(answered.seen().settled()).isFalse();
			assertThat(answered.seen().askedAt()).isEqualTo(NOON.plusSeconds(9));
			assertThat(answered.missing()).isEmpty();
		}
	}

	@Test
	void aRunThatIsNotFoundByAKeyThatReadsIsMissing() {
		assertThat(read(new NotFound(true), answered(true, 0, null)).missing()).containsExactly(ONE);
		assertThat(read(answered(true, 0, null), new NotFound(true)).missing()).containsExactly(TWO);
	}

	@Test
	void recordsHoldNoMemory() {
		read(answered(true, 0, null), answered(true, 0, null));

		assertThat(this.budget.free()).isEqualTo(990);
	}

	@Test
	void aConfirmationIsWhatTheRecordsSay() {
		NotModified confirmed = new NotModified(null, NOON.plusSeconds(9), null, Directives.NONE);

		assertThat(records(answered(true, 0, -50L), answered(true, 3, null)).applyTo(confirmed))
			.isEqualTo(new NotModified(true, NOON, NOON.minusSeconds(50), Directives.NONE));
		assertThat(records(new Rejected("no"), new Rejected("no")).applyTo(confirmed))
			.isEqualTo(new NotModified(false, NOON.plusSeconds(9), null, Directives.NONE));
	}

	@Test
	void whatIsNoAnswerStaysAsItIs() {
		Rejected rejected = new Rejected("no");

		assertThat(records(answered(true, 0, null), answered(true, 0, null)).applyTo(rejected)).isSameAs(rejected);
	}

	private Answered read(UpstreamOutcome one, UpstreamOutcome two) {
		UpstreamOutcome outcome = records(one, two).applyTo(answered(false, 9, null));
		assertThat(outcome).isInstanceOf(Answered.class);
		return (Answered) outcome;
	}

	private RunRecords records(UpstreamOutcome one, UpstreamOutcome two) {
		this.asked.clear();
		Map<RunId, UpstreamOutcome> outcomes = Map.of(ONE, one, TWO, two);
		RunRecords records = new RunRecords((run) -> {
			this.asked.add(run);
			return outcomes.get(run);
		});
		return records.read(List.of(ONE, TWO));
	}

	private Answered answered(boolean settled, long seconds, Long touched) {
		Lease lease = this.budget.lease();
		assertThat(lease.take(10)).isTrue();
		return new Answered(new FetchedResponse(new Representation(new byte[10]), new Fingerprint(1), settled,
				NOON.plus(Duration.ofSeconds(seconds)), (touched != null) ? NOON.plusSeconds(touched) : null,
				Directives.NONE, "\"tag\""), List.of(), lease);
	}

}
