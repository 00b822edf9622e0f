package dev.honeyrelay.response;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of an answer in both codings, and their entity tags.
 */
class RepresentationTests {

	private static final byte[] BODY = "{\"status\":\"completed\"}".getBytes(StandardCharsets.UTF_8);

	@Test
	void theIdentityBytesAreHoneyHivesOwn() {
		assertThat(new Representation(BODY).bytes(ContentCoding.IDENTITY)).isEqualTo(BODY);
	}

	@Test
	void theGzipBytesUnpackToTheSame() throws IOException {
		byte[] large = new byte[300_000];
		new Random(1).nextBytes(large);

		assertThat(unpacked(new Representation(BODY))).isEqualTo(BODY);
		assertThat(unpacked(new Representation(large))).isEqualTo(large);
		assertThat(unpacked(new Representation(new byte[0]))).isEmpty();
	}

	@Test
	void theGzipBytesAreMadeOnce() {
		Representation representation = new Representation(BODY);

		MemorySegment once = MemorySegment.ofBuffer(representation.content(ContentCoding.GZIP));
		MemorySegment again = MemorySegment.ofBuffer(representation.content(ContentCoding.GZIP));

		assertThat(once.asOverlappingSlice(again)).isPresent();
	}

	@Test
	void whoeverReadsTheBytesLeavesThemToTheOthers() {
		Representation representation = new Representation(BODY);
		ByteBuffer content = representation.content(ContentCoding.IDENTITY);

		content.get();

		assertThat(content.isReadOnly()).isTrue();
		assertThat(representation.content(ContentCoding.IDENTITY).remaining()).isEqualTo(BODY.length);
	}

	@Test
	void anEntityTagIsStrongAndTellsTheCodingBeforeTheClosingQuote() {
		Representation representation = new Representation(BODY);
		String identity = representation.entityTag(ContentCoding.IDENTITY);

		assertThat(identity).matches("\"[A-Za-z0-9_-]{22}\"");
		assertThat(representation.entityTag(ContentCoding.GZIP))
			.isEqualTo(identity.substring(0, identity.length() - 1) + "-gzip\"");
	}

	@Test
	void entityTagsAreEqualInEveryProcess() {
		// The first 128 bits of the SHA-256 of BODY, in the URL's base 64, as openssl
		// makes them.
		assertThat(new Representation(BODY).entityTag(ContentCoding.IDENTITY)).isEqualTo("\"0HZfc81dHfOb41PVOOp8Rw\"");
	}

	@Test
	void equalBytesHaveEqualGzipBytes() {
		assertThat(new Representation(BODY.clone()).bytes(ContentCoding.GZIP))
			.isEqualTo(new Representation(BODY).bytes(ContentCoding.GZIP));
	}

	@Test
	void otherBytesThatSayTheSameHaveAnotherEntityTag() {
		byte[] spaced = "{\"status\": \"completed\"}".getBytes(StandardCharsets.UTF_8);

		assertThat(new Representation(spaced).entityTag(ContentCoding.IDENTITY))
			.isNotEqualTo(new Representation(BODY).entityTag(ContentCoding.IDENTITY));
	}

	@Test
	void bothCodingsCountAsStored() {
		Representation representation = new Representation(BODY);

		assertThat(representation.storedBytes())
			.isEqualTo(BODY.length + representation.bytes(ContentCoding.GZIP).length);
	}

	@Test
	void theyAreWrittenInPieces() throws IOException {
		List<String> pieces = new ArrayList<>();
		OutputStream out = new OutputStream() {
			@Override
			public void write(byte[] bytes, int offset, int length) {
				pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
			}

			@Override
			public void write(int octet) {
				throw new AssertionError("one by one");
			}
		};

		new Representation(BODY).writeTo(out, ContentCoding.IDENTITY, 10);

		assertThat(pieces).containsExactly("{\"status\":", "\"completed", "\"}");
	}

	private static byte[] unpacked(Representation representation) throws IOException {
		byte[] gzip = representation.bytes(ContentCoding.GZIP);
		try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
			return unpacked.readAllBytes();
		}
	}

}
