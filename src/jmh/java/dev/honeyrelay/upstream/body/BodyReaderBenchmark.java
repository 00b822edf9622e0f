package dev.honeyrelay.upstream.body;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.response.Representation;
import dev.honeyrelay.run.Operation;
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
 * What it takes to read a result of so many bytes, and to make a representation of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
public class BodyReaderBenchmark {

	@Param({ "2000", "60000" })
	public int bytes;

	private byte[] body;

	@Setup
	public void writeTheBody() {
		StringBuilder text = new StringBuilder(
				"{\"status\":\"completed\",\"success\":true,\"run_object\":{\"status\":\"completed\"},\"metrics\":{\"details\":[");
		for (int i = 1; text.length() < this.bytes; i++) {
			text.append((i > 1) ? ", " : "")
				.append(String.format(Locale.ROOT,
						"{\"metric_name\": \"metric_%d\", \"metric_type\": \"CLIENT_SIDE\", \"aggregate\": %s, "
								+ "\"event_name\": \"step_%d\", \"values\": [%d, %d]}",
						i, i * 7919 % 100003 / 100003.0, i % 17, i % 11, i % 7));
		}
		this.body = text.append("]}}").toString().getBytes(StandardCharsets.UTF_8);
	}

	@Benchmark
	public BodyReader.@Nullable Reading read() {
		return BodyReader.read(Operation.RESULT, this.body);
	}

	@Benchmark
	public Representation representation() {
		return new Representation(this.body);
	}

}
