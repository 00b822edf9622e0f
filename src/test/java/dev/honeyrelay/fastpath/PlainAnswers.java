package dev.honeyrelay.fastpath;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers without what differs from one request to the next: the time of day, seconds
 * that pass, and what the request is called.
 */
final class PlainAnswers {

	private PlainAnswers() {
	}

	/** Returns the answers of which {@code bytes} consist, their fields in order. */
	static List<String> in(String bytes) {
		return Arrays.stream(bytes.split("(?=HTTP/1\\.[01] \\d{3} )"))
			.filter((answer) -> !answer.isEmpty())
			.map(PlainAnswers::plain)
			.toList();
	}

	private static String plain(String answer) {
		int end = answer.indexOf("\r\n\r\n");
		String head = (end >= 0) ? answer.substring(0, end) : answer;
		String body = (end >= 0) ? answer.substring(end + 4) : "the head has no end";
		return head.lines()
			.filter((line) -> !line.startsWith("Date:"))
			.map((line) -> line.replaceFirst("^X-Request-Id: [0-9a-f]{16}$", "X-Request-Id: any")
				.replaceFirst("ttl=\\d+", "ttl=N")
				.replaceFirst("^Age: \\d+", "Age: N"))
			.sorted()
			.collect(Collectors.joining("\n", "", "\n\n"))
				+ body.replaceAll("\"requestId\":\"[0-9a-f]{16}\"", "\"requestId\":\"any\"");
	}

}
