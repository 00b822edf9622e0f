package dev.honeyrelay.upstream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.upstream.body.RunNames;
import dev.honeyrelay.upstream.wire.WireResponse;
import dev.honeyrelay.upstream.wire.WireResponse.Received;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The memory that a reply takes, until it is known what came of it.
 */
class OutcomeReaderTests {

	private static final ApiKey KEY = ApiKey.of("hh_reply_reader_tests");

	private final ByteBudget budget = new ByteBudget(100);

	@Test
	void anAnswerKeepsItsMemory() {
		OutcomeReader.read(Operation.RESULT, reply(new HttpHeaders()), false, KEY, RunNames.any());

		assertThat(this.budget.free()).isEqualTo(98);
	}

	@Test
	void whatEndsUnexpectedlyGivesItsMemoryBack() {
		assertThatIllegalStateException().isThrownBy(
				() -> OutcomeReader.read(Operation.RESULT, reply(new BrokenHeaders()), false, KEY, RunNames.any()));

		assertThat(this.budget.free()).isEqualTo(100);
	}

	private Received reply(HttpHeaders headers) {
		byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
		Lease lease = this.budget.lease();
		assertThat(lease.take(body.length)).isTrue();
		return new Received(200, headers, new WireResponse.Body(body, lease), Instant.EPOCH);
	}

	/**
	 * Stands for whatever nobody has thought of.
	 */
	@SuppressWarnings("serial")
	private static final class BrokenHeaders extends HttpHeaders {

		@Override
		public MediaType getContentType() {
			throw new IllegalStateException();
		}

	}

}
