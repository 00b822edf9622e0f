package dev.honeyrelay.credentials;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.honeyrelay.TestTokens;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to know a caller by its token among so many others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallerLookUpBenchmark {

	@Param({ "1", "10000" })
	public int callers;

	private Credentials credentials;

	private String[] tokens;

	private Instant now;

	private int next;

	@Setup
	public void readTheFile() {
		this.tokens = IntStream.range(0, this.callers)
			.mapToObj((i) -> "a-token-that-nobody-guesses-" + i)
			.toArray(String[]::new);
		String callers = IntStream.range(0, this.callers)
			.mapToObj((i) -> "  caller-%d: { tokens: [ { sha256: %s } ], projects: [lab] }%n".formatted(i,
					TestTokens.sha256(this.tokens[i])))
			.collect(Collectors.joining());
		String document = "projects: { lab: { api-key: hh_lab } }\ncallers:\n" + callers;
		RelayProperties properties = new RelayProperties(null, null, null, null, null, "file");
		CredentialsParser reader = new CredentialsParser(properties, (project) -> null);
		this.credentials = reader.read(new SecretFiles.Content(document.getBytes(StandardCharsets.UTF_8), null, null));
		this.now = Instant.now();
	}

	@Benchmark
	public @Nullable Caller callerOf() {
		this.next = (this.next + 7919) % this.callers;
		return this.credentials.callerOf(TokenDigest.of(this.tokens[this.next]), this.now);
	}

}
