package dev.honeyrelay.fastpath;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestHeadDigestTests {

	@Test
	void aHeadEndsWithTheOneEmptyLine() {
		assertThat(isOneAndWhole("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).isTrue();
		assertThat(isOneAndWhole("a\r\n\r\n")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\r\n", "\n\n", "\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n",
			"GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: a\r\n\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
			"GET / HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n{}",
			"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n" })
	void otherBytesAreNoneOrMore(String received) {
		assertThat(isOneAndWhole(received)).isFalse();
	}

	@Test
	void whatDiffersInOneByteIsAnotherHead() {
		assertThat(of("GET /a HTTP/1.1\r\n\r\n")).isEqualTo(of("GET /a HTTP/1.1\r\n\r\n"))
			.isNotEqualTo(of("GET /A HTTP/1.1\r\n\r\n"));
		assertThat(of("a".repeat(1024))).isNotNull();
		assertThat(of("a".repeat(1025))).isNull();
		assertThat(of("GET /" + "a".repeat(1024) + " HTTP/1.1\r\n\r\n")).isNull();
	}

	private static boolean isOneAndWhole(String received) {
		return RequestHeadDigest.isOneAndWhole(received.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static @Nullable RequestHeadDigest of(String received) {
		return RequestHeadDigest.of(received.getBytes(StandardCharsets.ISO_8859_1));
	}

}
