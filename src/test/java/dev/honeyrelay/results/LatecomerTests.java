package dev.honeyrelay.results;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that looked into the store before a trip's answer was in it, and come to join
 * the trip after it has ended: they ask nothing.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LatecomerTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final Rig rig = new Rig();

	// The answer is fresh for ten seconds, counted from the question: after a trip of
	// that many seconds it is fresh, almost stale, or stale already.
	@ParameterizedTest
	@ValueSource(longs = { 0, 9, 10, 20 })
	void whoFoundNothingStoredIsServedWhatTheHerdWas(long seconds) {
		lasts("v1", seconds);
		this.rig.ask(QUERY);

		assertThat(this.rig.trips.forward(QUERY, null).outcome().join()).isInstanceOf(FetchResult.Found.class);
		assertThat(this.rig.honeyHive.asked()).isOne();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			0,  v2: hit; ttl=1
			1,  v2: fwd=stale; fwd-status=200; collapsed
			20, v2: fwd=stale; fwd-status=200; collapsed
			""")
	void whoFoundAStaleAnswerIsServedTheNewOne(long seconds, String told) {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.advance(10);
		lasts("v2", seconds);
		Gate clock = new Gate();
		CompletableFuture<String> latecomer = readerWhoseClockIsSlow(clock);
		clock.awaitReached();
		this.rig.ask(QUERY);

		clock.open();

		assertThat(latecomer.join()).isEqualTo(told);
		assertThat(this.rig.honeyHive.asked()).isEqualTo(2);
	}

	@Test
	void anAnswerThatIsOfNoMoreUseIsNoNews() {
		Rig rig = new Rig("stale-if-error=0s");
		rig.honeyHive.says("v1");
		rig.ask(QUERY);
		rig.advance(10);
		rig.honeyHive.says("v2");

		assertThat(rig.ask(QUERY)).isEqualTo("v2: fwd=stale; fwd-status=200; stored");
		assertThat(rig.honeyHive.asked()).isEqualTo(2);
	}

	@Test
	void anUnsettledAnswerThatWasKeptForAWhileIsAskedForAgain() {
		Rig rig = new Rig("unsettled-fresh=2s");
		rig.honeyHive.says("running", Sighting::unsettled);
		rig.ask(QUERY);
		rig.advance(1);
		assertThat(rig.ask(QUERY)).isEqualTo("running: hit; ttl=1");
		rig.advance(1);

		assertThat(rig.ask(QUERY)).isEqualTo("running: fwd=stale; fwd-status=200; stored");
	}

	private void lasts(String text, long seconds) {
		this.rig.honeyHive.does((query, validator) -> {
			Sighting sighting = Sighting.of(text, this.rig.time.instant()).touched(Duration.ofDays(1));
			this.rig.advance(seconds);
			return new UpstreamOutcome.Answered(sighting.seen(), List.of(), new ByteBudget(1).lease());
		});
	}

	/**
	 * Starts a reader that stands still between its look into the store and its trip.
	 */
	private CompletableFuture<String> readerWhoseClockIsSlow(Gate clock) {
		Results slow = new Results(this.rig.store.responses(), this.rig.store.policy(), this.rig.trips, Rig.UNTRACED,
				() -> clock.pass(this.rig.time.instant()));
		return CompletableFuture.supplyAsync(() -> Rig.told(slow.answer(QUERY)));
	}

}
