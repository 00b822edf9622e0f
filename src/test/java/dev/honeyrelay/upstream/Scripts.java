package dev.honeyrelay.upstream;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.Script;

/**
 * What a HoneyHive that misbehaves for a while does.
 */
final class Scripts {

	private Scripts() {
	}

	/** Plays one script for each request, and the last one from then on. */
	static Script inTurn(Script... scripts) {
		AtomicInteger next = new AtomicInteger();
		return (exchange) -> scripts[Math.min(next.getAndIncrement(), scripts.length - 1)].play(exchange);
	}

	/** Answers with {@code status} and HoneyHive's kind of error. */
	static Script error(String status, String... headers) {
		return Script.answer(status, "application/json",
				"{\"message\":\"no\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8), headers);
	}

	/** Hangs up without a word. */
	static Script hangsUp() {
		return Exchange::close;
	}

	/** Returns the numbers of the connections that {@code exchanges} went over. */
	static List<Integer> connections(List<Exchange> exchanges) {
		return exchanges.stream().map(Exchange::connection).distinct().toList();
	}

}
