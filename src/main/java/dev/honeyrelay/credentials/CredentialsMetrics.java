package dev.honeyrelay.credentials;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows whether the credentials in force are the newest there are, and since when they
 * have been.
 */
final class CredentialsMetrics implements MeterBinder {

	private final CredentialsSource source;

	CredentialsMetrics(CredentialsSource source) {
		this.source = source;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("relay.credentials.valid", this.source, (source) -> (source.problem() == null) ? 1 : 0)
			.description("1 if the credentials file is in force as it is, 0 if the last good one is instead")
			.register(registry);
		TimeGauge
			.builder("relay.credentials.loaded.timestamp", this.source, TimeUnit.SECONDS,
					(source) -> source.loadedAt().getEpochSecond())
			.description("Unix time at which the credentials in force were read")
			.register(registry);
	}

}
