package dev.honeyrelay.fastpath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.States;
import io.micrometer.core.instrument.MeterRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A relay whose fast path has learnt some targets, and what their answers are.
 */
public final class FastPathRelay {

	static final String READER = "token-of-a-reader-4711";

	static final String HASTY = "token-of-a-hasty-one-4711";

	static final String BEARER = "Authorization: Bearer " + READER;

	// Time is no part of the comparison.
	static final String STILL = "--relay.cache.min-fresh=1h --relay.cache.first-fresh=1h";

	static final List<String> TARGETS = List.of("/v1/runs/door/result", "/runs/door/summary",
			"/v1/projects/lab/runs/door/result?aggregate_function=sum", "/projects/66f1c0/runs/door/result",
			"/v1/runs/door/compare/other?filters=%7B%7D", "/runs/compare/events?run_id_1=door&run_id_2=other",
			"/v1/runs/door/metrics?project=x", "/v1/runs/door", "/v1/runs/door/schema");

	private FastPathRelay() {
	}

	/** Starts one in which time stands still, unless {@code settings} say otherwise. */
	static RunningRelay start(String... settings) {
		return startBefore(RawUpstream.start(), (settings.length > 0) ? settings : STILL.split(" "));
	}

	/** Starts one that asks {@code upstream}. */
	static RunningRelay startBefore(RawUpstream upstream, String... settings) {
		List<String> arguments = new ArrayList<>(
				List.of("--relay.credentials=" + credentials(), "--relay.cache.refresh-ahead=0"));
		arguments.addAll(List.of(settings));
		RunningRelay relay = RunningRelay.start(upstream.baseUrl(), arguments.toArray(String[]::new));
		for (String target : TARGETS) {
			// The first stores the answer, the second makes the target known.
			get(relay, target, BEARER);
			get(relay, target, BEARER);
			get(relay, target, BEARER + "\r\nRelay-Project: support");
		}
		return relay;
	}

	private static Path credentials() {
		try {
			Path file = Files.createTempFile("credentials", ".yaml");
			file.toFile().deleteOnExit();
			return Files.writeString(file, """
					projects:
					  lab: { id: 66f1c0, api-key: hh_lab }
					  support: { api-key: hh_support }
					  secret: { api-key: hh_secret }
					callers:
					  reader: { tokens: [ { sha256: %s } ], projects: [lab, support] }
					  hasty: { tokens: [ { sha256: %s } ], projects: [lab], requests-per-minute: 6 }
					""".formatted(TestTokens.sha256(READER), TestTokens.sha256(HASTY)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the answer to a GET with {@code header}. */
	static RawResponse get(RunningRelay relay, String target, String header) {
		return relay.send(RunningRelay.bare("GET", target, header));
	}

	/** Returns how many answers the fast path has sent. */
	static double answersAhead(RunningRelay relay) {
		return relay.component(MeterRegistry.class).get("relay.answers.ahead").functionCounter().count();
	}

	/** Waits until {@code state} holds. */
	public static void awaitThat(BooleanSupplier state) {
		long end = System.nanoTime() + 10_000_000_000L;
		States.await(() -> {
			assertThat(System.nanoTime()).as("patience").isLessThan(end);
			return state.getAsBoolean();
		});
	}

}
