package dev.honeyrelay.results;

import java.util.Set;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.ProjectName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.honeyrelay.run.Questions.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of stored answers, and what an operator is told of them, once.
 */
class CacheMetricsTests {

	private static final ProjectName OTHER = new ProjectName("support-bot");

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final CacheMetrics metrics = new CacheMetrics();

	private final LogWatch log = LogWatch.anew();

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.meters);
	}

	@Test
	void refreshesAndFailedTripsAreCounted() {
		this.metrics.refreshed();
		this.metrics.refreshed();
		this.metrics.tripFailed();

		assertThat(this.meters.get("relay.cache.refreshes").functionCounter().count()).isEqualTo(2);
		assertThat(this.meters.get("relay.trips.failed").functionCounter().count()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void anAnswerThatIsNotStoredIsCountedByItsReason(NotStoredReason veto) {
		this.metrics.stored(PROJECT, veto, null);

		assertThat(vetoes(veto)).isOne();
		assertThat(NotStoredReason.values()).filteredOn((other) -> other != veto)
			.allSatisfy((other) -> assertThat(vetoes(other)).isZero());
	}

	@ParameterizedTest
	@EnumSource(names = { "NO_STORE", "PRIVATE", "VARY" })
	void whatHoneyHiveForbidsIsToldOnceForEachProject(NotStoredReason veto) {
		this.metrics.stored(PROJECT, veto, null);
		this.metrics.stored(PROJECT, veto, null);
		this.metrics.stored(OTHER, veto, null);

		assertThat(this.log.warnings()).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("upstream forbids storing", veto.label()));
	}

	@ParameterizedTest
	@EnumSource(names = { "UNSETTLED", "TOO_LARGE", "PURGED" })
	void whatTheRelayDoesNotStoreOfItselfIsNotTold(NotStoredReason veto) {
		this.metrics.stored(PROJECT, veto, null);

		assertThat(this.log.warnings()).isEmpty();
	}

	@Test
	void thatNoStaleAnswerMayStandInIsToldToo() {
		this.metrics.stored(PROJECT, null, Directive.MUST_REVALIDATE);
		this.metrics.stored(OTHER, null, null);

		assertThat(this.log.warnings()).singleElement()
			.asString()
			.contains("upstream forbids stale answers", Directive.MUST_REVALIDATE.label(), PROJECT.value());
		assertThat(NotStoredReason.values()).allSatisfy((veto) -> assertThat(vetoes(veto)).isZero());
	}

	@Test
	void aProjectThatWentAwayAndCameBackIsToldOfAgain() {
		this.metrics.stored(PROJECT, NotStoredReason.NO_STORE, null);
		this.metrics.stored(OTHER, NotStoredReason.NO_STORE, null);

		this.metrics.keepOnly(Set.of(OTHER));
		this.metrics.stored(PROJECT, NotStoredReason.NO_STORE, null);
		this.metrics.stored(OTHER, NotStoredReason.NO_STORE, null);

		assertThat(this.log.warnings()).hasSize(3);
	}

	private double vetoes(NotStoredReason veto) {
		return this.meters.get("relay.cache.vetoes").tag("reason", veto.label()).functionCounter().count();
	}

}
