package dev.honeyrelay.results;

/**
 * The numbers of Python's {@code random.Random}: a Mersenne twister, MT19937. With them a
 * simulation that was first written in Python can be repeated to the digit.
 */
final class PythonRandom {

	private static final int SIZE = 624;

	private static final int SHIFT = 397;

	private final int[] state = new int[SIZE];

	private int next = SIZE;

	PythonRandom(int seed) {
		this.state[0] = 19650218;
		for (int i = 1; i < SIZE; i++) {
			this.state[i] = 1812433253 * spread(i - 1) + i;
		}
		int i = 1;
		for (int k = 0; k < SIZE; k++) {
			this.state[i] = (this.state[i] ^ (spread(i - 1) * 1664525)) + seed;
			i = following(i);
		}
		for (int k = 1; k < SIZE; k++) {
			this.state[i] = (this.state[i] ^ (spread(i - 1) * 1566083941)) - i;
			i = following(i);
		}
		this.state[0] = 0x80000000;
	}

	/** Returns a number from 0 inclusive to 1 exclusive. */
	double random() {
		long high = Integer.toUnsignedLong(word()) >>> 5;
		long low = Integer.toUnsignedLong(word()) >>> 6;
		return (high * 67108864.0 + low) / 9007199254740992.0;
	}

	double uniform(double from, double to) {
		return from + (to - from) * random();
	}

	double expovariate(double rate) {
		return -Math.log(1.0 - random()) / rate;
	}

	/** Returns a whole number from {@code from} to {@code to}, both inclusive. */
	int randint(int from, int to) {
		int width = to - from + 1;
		int unused = Integer.numberOfLeadingZeros(width);
		int chosen = word() >>> unused;
		while (chosen >= width) {
			chosen = word() >>> unused;
		}
		return from + chosen;
	}

	private int word() {
		if (this.next == SIZE) {
			twist();
			this.next = 0;
		}
		int word = this.state[this.next++];
		word ^= word >>> 11;
		word ^= (word << 7) & 0x9D2C5680;
		word ^= (word << 15) & 0xEFC60000;
		return word ^ (word >>> 18);
	}

	private void twist() {
		for (int i = 0; i < SIZE; i++) {
			int joined = (this.state[i] & 0x80000000) | (this.state[(i + 1) % SIZE] & 0x7FFFFFFF);
			this.state[i] = this.state[(i + SHIFT) % SIZE] ^ (joined >>> 1) ^ ((joined & 1) * 0x9908B0DF);
		}
	}

	private int spread(int i) {
		return this.state[i] ^ (this.state[i] >>> 30);
	}

	private int following(int i) {
		if (i + 1 < SIZE) {
			return i + 1;
		}
		this.state[0] = this.state[SIZE - 1];
		return 1;
	}

}
