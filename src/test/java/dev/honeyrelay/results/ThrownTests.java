package dev.honeyrelay.results;

import java.util.AbstractList;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Something is thrown on a trip that nobody has thought of.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThrownTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final Rig rig = new Rig();

	@ParameterizedTest
	@MethodSource("unexpected")
	void itIsAnOutageWithOneLineOfLog(Throwable thrown, String outage) {
		this.rig.honeyHive.does((query, validator) -> sneakily(thrown));
		LogWatch log = LogWatch.anew();

		assertThat(this.rig.ask(QUERY)).isEqualTo("unavailable: " + outage);
		assertThat(log.alarms()).isEmpty();
		assertThat(log.warnings()).singleElement()
			.asString()
			.contains("trip failed in the relay", thrown.getClass().getName())
			.doesNotContain("secret");
		this.rig.honeyHive.says("v1");
		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: fwd=miss; stored");
	}

	@ParameterizedTest
	@MethodSource("unexpected")
	void aStaleAnswerStandsInForIt(Throwable thrown, String outage) {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.advance(130);
		this.rig.honeyHive.does((query, validator) -> sneakily(thrown));

		assertThat(this.rig.ask(QUERY)).startsWith("v1: ").endsWith("ttl=-120; detail=stale-if-error");
		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: hit; ttl=-120; detail=stale-if-error");
		assertThat(this.rig.honeyHive.asked()).isEqualTo(2);
	}

	@Test
	void anAnswerThatCannotBeStoredGivesItsMemoryBack() {
		ByteBudget budget = new ByteBudget(100);
		this.rig.honeyHive.does((query, validator) -> {
			Lease lease = budget.lease();
			assertThat(lease.take(60)).isTrue();
			Sighting sighting = Sighting.of("v1", this.rig.time.instant()).unsettled();
			// The list is looked at after the store has been asked.
			return new UpstreamOutcome.Answered(sighting.seen(), unusable(), lease);
		});

		assertThat(this.rig.ask(QUERY)).isEqualTo("unavailable: invalid");
		assertThat(budget.free()).isEqualTo(100);
	}

	static Stream<Arguments> unexpected() {
		return Stream.of(Arguments.of(new IllegalStateException("secret"), "invalid"),
				Arguments.of(new StackOverflowError("secret"), "invalid"),
				Arguments.of(new OutOfMemoryError("secret"), "overloaded"),
				Arguments.of(new NoClassDefFoundError("secret"), "invalid"));
	}

	private static <T> List<T> unusable() {
		return new AbstractList<>() {

			@Override
			public T get(int index) {
				throw new IllegalStateException();
			}

			@Override
			public int size() {
				return 1;
			}

		};
	}

	private static UpstreamOutcome sneakily(Throwable thrown) {
		if (thrown instanceof RuntimeException ex) {
			throw ex;
		}
		throw (Error) thrown;
	}

}
