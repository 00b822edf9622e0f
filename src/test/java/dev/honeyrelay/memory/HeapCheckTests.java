package dev.honeyrelay.memory;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HeapCheckTests {

	private static final long MEGABYTE = 1024 * 1024;

	private final HeapCheck check = new HeapCheck(List.of(new HeapShare("one", "relay.one", 100 * MEGABYTE),
			new HeapShare("two", null, 2 * MEGABYTE), new HeapShare("three", "relay.three", 50 * MEGABYTE)));

	@Test
	void whatFitsExactlyFits() {
		assertThatCode(() -> this.check.check(200 * MEGABYTE)).doesNotThrowAnyException();
	}

	@Test
	void whatDoesNotFitIsSaidInOneSentenceWithTheNumbers() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.check.check(199 * MEGABYTE))
			.withMessage("relay.one (100 MB) and relay.three (50 MB) do not fit the heap of 199 MB:"
					+ " 50 MB are for everything else.");
	}

}
