package dev.honeyrelay.results;

import java.time.Duration;

import dev.honeyrelay.cache.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a caller still waits.
 */
class PatienceTests {

	private final Patience patience = new Patience(Duration.ofSeconds(20));

	@Test
	void itIsLessWithEachMomentSinceTheRequestCame() {
		assertThat(leftAfter(Duration.ZERO)).isEqualTo(Duration.ofSeconds(20));
		assertThat(leftAfter(Duration.ofSeconds(19))).isEqualTo(Duration.ofSeconds(1));
		assertThat(leftAfter(Duration.ofSeconds(21))).isNegative();
	}

	private Duration leftAfter(Duration past) {
		return this.patience.leftOf(ManualTime.START, ManualTime.START.plus(past));
	}

}
