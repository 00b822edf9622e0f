package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.response.CacheControl;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Directives;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one replica writes another reads, and nothing else.
 */
class StoredResponseCodecTests {

	private static final String QUESTION = "search-quality\nresult\nrun-1\nfilters=%7B%7D";

	private static final Instant ASKED = ManualTime.START.plusNanos(123_456_789);

	private final StoredResponseCodec format = new StoredResponseCodec(1024);

	@Test
	void whatWasWrittenIsReadAgain() {
		StoredResponse written = stored(Sighting.of("{\"status\":\"completed\"}", ASKED)
			.touched(Duration.ofDays(400))
			.with(new Directives(
					new CacheControl(Set.of(Directive.NO_STORE, Directive.S_MAXAGE), Duration.ofMillis(1500)),
					ASKED.plusSeconds(60), false, ASKED, Duration.ofSeconds(30), Duration.ofSeconds(31)))
			.tagged("W/\"é\""));

		assertSame(this.format.decode(QUESTION, this.format.encode(QUESTION, written)), written);
	}

	@Test
	void whatIsUnknownStaysUnknown() {
		StoredResponse written = stored(Sighting.of("{}", ASKED).unsettled());

		assertSame(this.format.decode(QUESTION, this.format.encode(QUESTION, written)), written);
	}

	@Test
	void anyDamagedByteIsNoticed() {
		byte[] written = this.format.encode(QUESTION, stored(Sighting.of("{\"status\":\"completed\"}", ASKED)));

		for (int i = 0; i < written.length; i++) {
			for (int bit = 0; bit < Byte.SIZE; bit++) {
				byte[] damaged = written.clone();
				damaged[i] ^= (byte) (1 << bit);
				assertThat(this.format.decode(QUESTION, damaged)).as("byte %d, bit %d", i, bit).isNull();
			}
		}
	}

	@Test
	void anyMissingOrFurtherByteIsNoticed() {
		byte[] written = this.format.encode(QUESTION, stored(Sighting.of("{}", ASKED)));

		for (int length = 0; length < written.length; length++) {
			assertThat(this.format.decode(QUESTION, Arrays.copyOf(written, length))).as("%d bytes", length).isNull();
		}
		assertThat(this.format.decode(QUESTION, Arrays.copyOf(written, written.length + 1))).isNull();
	}

	@Test
	void garbageIsNothing() {
		assertThat(this.format.decode(QUESTION, new byte[0])).isNull();
		assertThat(this.format.decode(QUESTION, "{\"@class\":\"java.lang.Runtime\"}".getBytes(StandardCharsets.UTF_8)))
			.isNull();
		assertThat(this.format.decode(QUESTION, new byte[100_000])).isNull();
	}

	@Test
	void anotherVersionIsNothing() {
		byte[] written = this.format.encode(QUESTION, stored(Sighting.of("{}", ASKED)));

		for (byte version : new byte[] { 0, 1, 3, Byte.MAX_VALUE }) {
			byte[] other = written.clone();
			other[3] = version;
			assertThat(this.format.decode(QUESTION, other)).as("version %d", version).isNull();
		}
	}

	@Test
	void theAnswerToAnotherQuestionIsNothing() {
		byte[] written = this.format.encode(QUESTION, stored(Sighting.of("{}", ASKED)));

		assertThat(this.format.decode(QUESTION + "&aggregate_function=max", written)).isNull();
	}

	@Test
	void whatGrowsBeyondTheLimitIsNothing() {
		StoredResponse atTheLimit = stored(Sighting.of("x".repeat(1024), ASKED));
		StoredResponse beyond = stored(Sighting.of("x".repeat(1025), ASKED));

		assertThat(this.format.decode(QUESTION, this.format.encode(QUESTION, atTheLimit))).isNotNull();
		assertThat(this.format.decode(QUESTION, this.format.encode(QUESTION, beyond))).isNull();
	}

	private static StoredResponse stored(Sighting sighting) {
		ChangeHistory stillness = new ChangeHistory(ASKED.minusSeconds(77), true);
		return new StoredResponse(sighting.seen(), stillness, ASKED.plusMillis(7701));
	}

	private static void assertSame(StoredResponse read, StoredResponse written) {
		assertThat(read).usingRecursiveComparison().ignoringFields("seen.representation").isEqualTo(written);
		for (ContentCoding coding : ContentCoding.values()) {
			assertThat(read.representation().bytes(coding)).isEqualTo(written.representation().bytes(coding));
			assertThat(read.representation().entityTag(coding)).isEqualTo(written.representation().entityTag(coding));
		}
	}

}
