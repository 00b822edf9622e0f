package dev.honeyrelay.results;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.results.Look.Kept;
import dev.honeyrelay.results.Look.Seen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that is kept for those who wait, though it is not stored: its memory is given
 * back once, when the last of them is done with it.
 */
class KeptTests {

	private final AtomicInteger released = new AtomicInteger();

	private final Kept kept = new Kept(Sighting.of("v1", ManualTime.START).seen(), new CacheStatus.Miss(true, null),
			this.released::incrementAndGet);

	private final Seen seen = new Seen(ManualTime.START, Duration.ofSeconds(3), this.kept);

	@Test
	void aLaterLookReleasesIt() {
		assertThat(this.released).hasValue(0);
		this.seen.close();

		assertThat(this.released).hasValue(1);
	}

	@Test
	void whoeverIsServedWithItKeepsItThatLong() {
		assertThat(this.kept.use()).isTrue();
		this.seen.close();
		assertThat(this.released).hasValue(0);

		this.kept.release();

		assertThat(this.released).hasValue(1);
	}

	@Test
	void aSightThatIsRetainedIsClosedOnceMore() {
		this.seen.retain();
		this.seen.close();
		assertThat(this.released).hasValue(0);

		this.seen.close();

		assertThat(this.released).hasValue(1);
	}

	@Test
	void whatIsReleasedCannotBeUsedAnyMore() {
		this.seen.close();

		assertThat(this.kept.use()).isFalse();
		assertThat(this.kept.use()).isFalse();
		assertThat(this.released).hasValue(1);
	}

	@Test
	void aSightCanBeRememberedWithoutIt() {
		assertThat(this.seen.withoutKept()).isEqualTo(new Seen(ManualTime.START, Duration.ofSeconds(3), null));

		Seen stored = new Seen(ManualTime.START, null, null);
		assertThat(stored.withoutKept()).isSameAs(stored);
		stored.retain();
		stored.close();
	}

}
