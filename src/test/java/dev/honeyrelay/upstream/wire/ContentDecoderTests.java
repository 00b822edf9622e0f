package dev.honeyrelay.upstream.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

import dev.honeyrelay.harness.Script;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.upstream.body.BodyBuffer.BudgetExceededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ContentDecoderTests {

	private static final byte[] PLAIN = "{\"a\":\"text text text\"}".getBytes(UTF_8);

	private static final byte[] CODED = Script.gzip(PLAIN);

	private static final Deadline LATER = Deadline.in(Duration.ofMinutes(1));

	private final ByteBudget budget = new ByteBudget(1000);

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "x-gzip", "GZip", " gzip " })
	void gzipIsTakenOff(String coding) throws IOException {
		assertThat(decode(coding, CODED, 100)).isEqualTo(PLAIN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "identity", "IDENTITY" })
	void whatIsNotCodedStaysAsItIs(String coding) throws IOException {
		assertThat(decode(coding, PLAIN, 100)).isSameAs(PLAIN);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "br", "deflate", "zstd", "compress", "gzip, gzip", "identity, gzip", "gzip;q=1", "*", "gz" })
	void anyOtherCodingIsRefused(String coding) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> decode(coding, CODED, 100));
	}

	@Test
	void whatIsNotGzipIsRefused() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> decode("gzip", PLAIN, 100));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> decode("gzip", new byte[0], 100));
		for (int length = 0; length < CODED.length; length++) {
			byte[] cut = Arrays.copyOf(CODED, length);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> decode("gzip", cut, 100));
		}
	}

	@Test
	void aFlippedBitIsNoticedOrHarmless() {
		for (int bit = 0; bit < CODED.length * 8; bit++) {
			byte[] flipped = CODED.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));

			assertThat(decodedOrNull(flipped)).isIn(PLAIN, null);
		}
	}

	@Test
	void theLimitIsForWhatComesOut() throws IOException {
		assertThat(decode("gzip", CODED, PLAIN.length)).isEqualTo(PLAIN);
		assertThatExceptionOfType(DataBufferLimitException.class)
			.isThrownBy(() -> decode("gzip", CODED, PLAIN.length - 1));
	}

	@Test
	void whatComesOutIsChargedFor() throws IOException {
		decode("gzip", CODED, 100);

		assertThat(this.budget.free()).isEqualTo(1000 - PLAIN.length);
		assertThatExceptionOfType(BudgetExceededException.class)
			.isThrownBy(() -> decode("gzip", Script.gzip(new byte[2000]), 10_000));
	}

	private byte[] decodedOrNull(byte[] bytes) {
		try {
			HttpHeaders headers = new HttpHeaders();
			headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
			return ContentDecoder.decode(headers, bytes, 100_000, new ByteBudget(1_000_000).lease(), LATER);
		}
		catch (IOException ex) {
			return null;
		}
	}

	private byte[] decode(String coding, byte[] bytes, int limit) throws IOException {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.CONTENT_ENCODING, coding);
		return ContentDecoder.decode(headers, bytes, limit, this.budget.lease(), LATER);
	}

}
