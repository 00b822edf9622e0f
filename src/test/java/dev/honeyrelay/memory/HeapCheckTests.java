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
		assertThatCode(() -> this.check.check(192 * MEGABYTE)).doesNotThrowAnyException();
	}

	@Test
	void whatDoesNotFitIsSaidInOneSentenceWithTheNumbers() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.check.check(191 * MEGABYTE))
			.withMessage("relay.one (100 MB) and relay.three (50 MB) do not fit the heap of 191 MB:"
					+ " 42 MB are for everything else.");
	}

	@Test
	void whatTheProcessTakesBesideItsHeapCountsToo() {
		assertThatCode(() -> HeapCheck.checkProcess(362 * MEGABYTE, 512 * MEGABYTE)).doesNotThrowAnyException();
		assertThatIllegalArgumentException().isThrownBy(() -> HeapCheck.checkProcess(400 * MEGABYTE, 512 * MEGABYTE))
			.withMessage("A heap of 400 MB, and 150 MB that the process takes beside it, do not fit the 512 MB of the"
					+ " container or machine: give it more, or set a smaller -Xmx.");
	}

}
