package dev.honeyrelay.upstream.body;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.upstream.body.BodyBuffer.BudgetExceededException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BodyBufferTests {

	private static final NettyDataBufferFactory FACTORY = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	private final ByteBudget budget = new ByteBudget(1_000_000);

	private final Lease lease = this.budget.lease();

	@ParameterizedTest
	@CsvSource({ "-1,1,1", "-1,1,20000", "-1,20000,1", "0,7,3", "5,7,3", "21,7,3", "22,7,3", "100000,30000,3",
			"200000,70000,3", "8192,8192,1", "8193,8192,1" })
	void whatCameInPiecesComesOutAsOne(long announced, int piece, int pieces) {
		byte[] all = bytes(piece * pieces);
		BodyBuffer buffer = new BodyBuffer(1_000_000, announced, this.lease);

		for (int i = 0; i < pieces; i++) {
			append(buffer, Arrays.copyOfRange(all, i * piece, (i + 1) * piece));
		}

		assertThat(buffer.toBytes()).isEqualTo(all);
		assertThat(this.budget.free()).isEqualTo(1_000_000 - all.length);
	}

	@Test
	void anArrayOfTheAnnouncedLengthIsNotCopied() {
		BodyBuffer buffer = new BodyBuffer(1_000_000, 100_000, this.lease);
		for (int i = 0; i < 10; i++) {
			append(buffer, bytes(10_000));
		}

		// It grew to just that length, and so it is what comes out, twice.
		assertThat(buffer.toBytes()).hasSize(100_000).isSameAs(buffer.toBytes());
	}

	@Test
	void anArrayIsOfTheWholeLengthAtOnceIfThatIsSetAside() {
		assertThat(this.lease.reserve(200_000)).isTrue();
		BodyBuffer buffer = new BodyBuffer(1_000_000, 200_000, this.lease);

		append(buffer, bytes(200_000));

		assertThat(buffer.toBytes()).isSameAs(buffer.toBytes());
	}

	@Test
	void theLimitIsTheLastByteThatIsTaken() {
		BodyBuffer buffer = new BodyBuffer(10, -1, this.lease);
		append(buffer, bytes(4));
		append(buffer, bytes(6));

		assertThatExceptionOfType(DataBufferLimitException.class).isThrownBy(() -> append(buffer, bytes(1)));
		assertThat(buffer.toBytes()).hasSize(10);
		assertThat(this.budget.free()).isEqualTo(1_000_000 - 10);
	}

	@Test
	void aPieceThatThereIsNoBudgetForIsGivenBack() {
		BodyBuffer buffer = new BodyBuffer(1000, -1, new ByteBudget(5).lease());
		ByteBuf piece = Unpooled.wrappedBuffer(bytes(6));

		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> buffer.append(FACTORY.wrap(piece)));
		assertThat(piece.refCnt()).isZero();
		assertThat(buffer.toBytes()).isEmpty();
	}

	@Test
	void nobodyTakesInWhatComesTooLate() {
		BodyBuffer buffer = new BodyBuffer(1000, -1, this.lease);
		append(buffer, bytes(2));
		this.lease.close();

		append(buffer, bytes(3));

		assertThat(buffer.toBytes()).hasSize(2);
		assertThat(this.budget.free()).isEqualTo(1_000_000);
	}

	@ParameterizedTest
	@CsvSource({ "-1, 1", "-1, 8191", "-1, 8192", "-1, 8193", "-1, 60000", "0, 3", "40, 40", "40, 41", "40, 39" })
	void whatIsInflatedIsTakenInAndSummedUp(long announced, int length) throws DataFormatException {
		byte[] plain = bytes(length);
		CRC32 sum = new CRC32();
		BodyBuffer buffer = new BodyBuffer(length, announced, this.lease);

		inflate(buffer, plain, sum);

		assertThat(buffer.toBytes()).isEqualTo(plain);
		assertThat(sum.getValue()).isEqualTo(sumOf(plain));
		assertThat(this.budget.free()).isEqualTo(1_000_000 - length);
	}

	@Test
	void moreThanTheLimitIsNotInflated() {
		BodyBuffer atOnce = new BodyBuffer(99, 99, this.lease);
		BodyBuffer grown = new BodyBuffer(10_000, -1, this.lease);

		assertThatExceptionOfType(DataBufferLimitException.class)
			.isThrownBy(() -> inflate(atOnce, bytes(100), new CRC32()));
		assertThatExceptionOfType(DataBufferLimitException.class)
			.isThrownBy(() -> inflate(grown, bytes(10_001), new CRC32()));
	}

	@Test
	void whatIsInflatedNeedsTheBudgetToo() {
		BodyBuffer buffer = new BodyBuffer(1000, -1, new ByteBudget(99).lease());

		assertThatExceptionOfType(BudgetExceededException.class)
			.isThrownBy(() -> inflate(buffer, bytes(100), new CRC32()));
	}

	@Test
	void anArrayThatIsFullAlreadyDoesNotGrowToFindTheEnd() throws DataFormatException {
		BodyBuffer buffer = new BodyBuffer(1000, 40, this.lease);
		byte[] plain = bytes(40);

		inflate(buffer, plain, new CRC32());

		assertThat(buffer.toBytes()).isSameAs(buffer.toBytes());
	}

	private static void inflate(BodyBuffer buffer, byte[] plain, CRC32 sum) throws DataFormatException {
		try (Inflater inflater = new Inflater()) {
			inflater.setInput(deflated(plain));
			while (!inflater.finished()) {
				buffer.append(inflater, sum);
			}
		}
	}

	private static void append(BodyBuffer buffer, byte[] bytes) {
		ByteBuf piece = Unpooled.wrappedBuffer(bytes);
		try {
			buffer.append(FACTORY.wrap(piece));
		}
		finally {
			assertThat(piece.refCnt()).isZero();
		}
	}

	private static byte[] deflated(byte[] plain) {
		byte[] coded = new byte[plain.length + 100];
		try (Deflater deflater = new Deflater()) {
			deflater.setInput(plain);
			deflater.finish();
			return Arrays.copyOf(coded, deflater.deflate(coded));
		}
	}

	private static long sumOf(byte[] bytes) {
		CRC32 sum = new CRC32();
		sum.update(bytes);
		return sum.getValue();
	}

	private static byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i * 31 + i / 251);
		}
		return bytes;
	}

}
