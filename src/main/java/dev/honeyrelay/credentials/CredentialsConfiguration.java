package dev.honeyrelay.credentials;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the credentials in force and keeps them up to date.
 */
@Configuration(proxyBeanMethods = false)
class CredentialsConfiguration {

	// A change is in force after two looks.
	private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

	@Bean
	CredentialsSource credentialsSource(RelayProperties properties, ProjectRule rule, Schedule schedule) {
		CredentialsParser reader = new CredentialsParser(properties, rule);
		// Expiry is a matter of the wall clock, wherever that may jump.
		InstantSource time = InstantSource.system();
		if (!properties.hasFile()) {
			return new CredentialsSource(reader.read(SecretFiles.Content.NONE), time);
		}
		CredentialsWatch watch = new CredentialsWatch(new SecretFiles(properties), reader, time);
		schedule.every(BETWEEN_LOOKS, watch::look);
		return watch.source();
	}

	@Bean
	CredentialsMetrics credentialsMeters(CredentialsSource source) {
		return new CredentialsMetrics(source);
	}

	@Bean
	Schedule credentialsSchedule() {
		return new Schedule();
	}

	/**
	 * Runs a task again and again, on one thread of its own that keeps no process alive.
	 */
	static final class Schedule implements AutoCloseable {

		private final ScheduledExecutorService thread = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("credentials").factory());

		/** Runs {@code task} after each {@code pause}, until this is closed. */
		void every(Duration pause, Runnable task) {
			Future<?> _ = this.thread.scheduleWithFixedDelay(task, pause.toNanos(), pause.toNanos(),
					TimeUnit.NANOSECONDS);
		}

		@Override
		public void close() {
			this.thread.shutdownNow();
		}

	}

}
