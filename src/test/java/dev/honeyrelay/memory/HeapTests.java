package dev.honeyrelay.memory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is given where nothing is set.
 */
class HeapTests {

	private static final long MEGABYTE = 1024 * 1024;

	@Test
	void aLargeHeapGivesAQuarterToEach() {
		assertThat(Heap.defaultShare(1024 * MEGABYTE)).isEqualTo(256 * MEGABYTE);
	}

	@Test
	void aSmallHeapGivesWhatTheRestLeaves() {
		assertThat(Heap.defaultShare(200 * MEGABYTE)).isEqualTo(48_103_424);
		assertThat(Heap.defaultShare(10 * MEGABYTE)).isOne();
	}

}
