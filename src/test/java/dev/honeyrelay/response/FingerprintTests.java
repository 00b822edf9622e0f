package dev.honeyrelay.response;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When an answer is read for what it says.
 */
class FingerprintTests {

	@Test
	void anAnswerIsReadOnce() {
		AtomicInteger read = new AtomicInteger();
		Fingerprint fingerprint = new Fingerprint(read::incrementAndGet);

		assertThat(read).hasValue(0);
		assertThat(fingerprint).isEqualTo(new Fingerprint(1)).isNotEqualTo(new Fingerprint(2)).hasToString("1");
		assertThat(fingerprint).hasSameHashCodeAs(new Fingerprint(1));
		assertThat(read).hasValue(1);
	}

	@Test
	void theSameBytesNeedNotBeRead() {
		assertThat(
				seen("{\"a\": 1}", FingerprintTests::never).saysTheSameAs(seen("{\"a\": 1}", FingerprintTests::never)))
			.isTrue();
	}

	@Test
	void otherBytesMaySayTheSame() {
		assertThat(seen("{\"a\": 1}", () -> 7).saysTheSameAs(seen("{\"a\":1}", () -> 7))).isTrue();
		assertThat(seen("{\"a\": 1}", () -> 7).saysTheSameAs(seen("{\"a\":2}", () -> 8))).isFalse();
	}

	@Test
	void whoSharesBytesSharesWhatIsReadOffThem() {
		FetchedResponse first = seen("{}", () -> 7);
		FetchedResponse shared = seen("{}", FingerprintTests::never).withBytesOf(first);

		assertThat(shared.representation()).isSameAs(first.representation());
		assertThat(shared.fingerprint().value()).isEqualTo(7);
	}

	private static long never() {
		throw new AssertionError("it was read");
	}

	private static FetchedResponse seen(String text, LongSupplier reading) {
		return new FetchedResponse(new Representation(text.getBytes(UTF_8)), new Fingerprint(reading), true,
				Instant.EPOCH, null, Directives.NONE, null);
	}

}
