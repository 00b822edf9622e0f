package dev.honeyrelay.cache;

import java.time.Duration;

import dev.honeyrelay.cache.CacheProperties.UpstreamDirectives;
import dev.honeyrelay.memory.Heap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The defaults of the contract, and the values that stop the start.
 */
class CachePropertiesTests {

	@Test
	void theDefaultsAreThoseOfTheContract() {
		assertThat(Settings.with())
			.isEqualTo(new CacheProperties(DataSize.ofBytes(Heap.share(4)), DataSize.ofMegabytes(16), 0.1,
					Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofHours(1), Duration.ZERO, 0.2,
					Duration.ZERO, Duration.ofDays(7), Duration.ofSeconds(2), UpstreamDirectives.HONOUR));
	}

	@ParameterizedTest
	@CsvSource({ "max-size=0B, max-size", "max-entry=0B, max-entry", "max-entry=1000GB, max-entry",
			"freshness-fraction=0, freshness-fraction", "freshness-fraction=1.1, freshness-fraction",
			"freshness-fraction=NaN, freshness-fraction", "min-fresh=0s, min-fresh", "min-fresh=2h, min-fresh",
			"first-fresh=0s, first-fresh", "refresh-ahead=1, refresh-ahead", "refresh-ahead=-0.1, refresh-ahead",
			"unsettled-fresh=-1s, unsettled-fresh", "stale-while-revalidate=-1s, stale-while-revalidate",
			"stale-if-error=-1s, stale-if-error", "stale-wait=-1s, stale-wait" })
	void aValueOutOfRangeIsRefusedByTheNameOfItsProperty(String setting, String named) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> Settings.with(setting))
			.withStackTraceContaining(named);
	}

}
