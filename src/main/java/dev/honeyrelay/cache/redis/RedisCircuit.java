package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Runs commands at the shared level, behind a circuit that opens after a few failures.
 * While it is open nobody waits and no request is used to probe: {@link RedisReconnector}
 * alone closes it.
 */
final class RedisCircuit {

	private static final int WINDOW = 6;

	private static final int FEWEST_CALLS = 3;

	private static final Duration LONGEST_WRITE = Duration.ofSeconds(1);

	private static final Duration UNTIL_CLOSED = Duration.ofDays(365);

	private final CircuitBreaker circuit = CircuitBreaker.of("shared",
			CircuitBreakerConfig.custom()
				.initialState(CircuitBreaker.State.OPEN)
				.slidingWindowSize(WINDOW)
				.minimumNumberOfCalls(FEWEST_CALLS)
				.waitDurationInOpenState(UNTIL_CLOSED)
				.build());

	private final Duration longestRead;

	private volatile @Nullable RedisClusterAsyncCommands<byte[], byte[]> connection;

	private volatile Throwable lastFailure = new IllegalStateException("not connected yet");

	/**
	 * Creates a circuit that is open until it is given a connection.
	 * @param longestRead how long anybody waits for what is read
	 */
	RedisCircuit(Duration longestRead) {
		this.longestRead = longestRead;
	}

	/** Returns whether the circuit is closed. */
	boolean isUp() {
		return this.circuit.getState() == CircuitBreaker.State.CLOSED;
	}

	/** Closes the circuit: from now on {@code connection} is asked. */
	void up(RedisClusterAsyncCommands<byte[], byte[]> connection) {
		this.connection = connection;
		this.circuit.transitionToClosedState();
	}

	/**
	 * Calls {@code reaction} with the last failure whenever failures open the circuit.
	 */
	void whenDown(Consumer<Throwable> reaction) {
		this.circuit.getEventPublisher().onStateTransition((event) -> {
			if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
				reaction.accept(this.lastFailure);
			}
		});
	}

	/** Returns the outcome of reading, within the time for it; never throws. */
	<T> Reply<T> read(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
		return ask(command, this.longestRead, (ex) -> !isMoving(ex));
	}

	/**
	 * Returns the outcome of writing; never throws. A refusal, such as that of a Redis
	 * that is full, is no reason to stop reading; that of a replica, which was a primary
	 * when it was connected to, is one to connect anew.
	 */
	<T> Reply<T> write(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
		return ask(command, LONGEST_WRITE, (ex) -> !isRefusal(ex) || ex.getCause() instanceof RedisReadOnlyException);
	}

	/**
	 * Returns a word for {@code failure}, never a whole message: an older Redis repeats
	 * the credentials that it does not understand.
	 */
	static String describe(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		String message = cause.getMessage();
		return (cause instanceof RedisCommandExecutionException && message != null) ? message.split(" ", 2)[0]
				: cause.getClass().getSimpleName();
	}

	/**
	 * Returns what {@code command} gives within {@code timeout}.
	 */
	static <T> T await(RedisFuture<T> command, Duration timeout)
			throws ExecutionException, TimeoutException, InterruptedException {
		try {
			return command.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		finally {
			// Otherwise a command that nobody waits for any more would be sent again
			// after a reconnect.
			command.cancel(false);
		}
	}

	private <T> Reply<T> ask(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command,
			Duration timeout, Predicate<Exception> isFailure) {
		RedisClusterAsyncCommands<byte[], byte[]> asked = this.connection;
		if (asked == null || !this.circuit.tryAcquirePermission()) {
			return new Reply.Suspended<>();
		}
		long start = System.nanoTime();
		try {
			T value = await(command.apply(asked), timeout);
			this.circuit.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return new Reply.Given<>(value);
		}
		catch (ExecutionException | TimeoutException | RedisException ex) {
			failed(ex, System.nanoTime() - start, isFailure);
			return isRefusal(ex) ? new Reply.Refused<>(describe(ex)) : new Reply.Failed<>();
		}
		catch (InterruptedException ex) {
			this.circuit.releasePermission();
			Thread.currentThread().interrupt();
			return new Reply.Failed<>();
		}
	}

	// A cluster is moving some of the keys to another server, and has moved others.
	private static boolean isMoving(Exception ex) {
		return isRefusal(ex) && describe(ex).equals("TRYAGAIN");
	}

	private static boolean isRefusal(Exception ex) {
		return ex.getCause() instanceof RedisCommandExecutionException;
	}

	private void failed(Exception ex, long nanos, Predicate<Exception> isFailure) {
		if (isFailure.test(ex)) {
			this.lastFailure = ex;
			this.circuit.onError(nanos, TimeUnit.NANOSECONDS, ex);
		}
		else {
			this.circuit.releasePermission();
		}
	}

	/**
	 * The outcome of a command.
	 *
	 * @param <T> what it was asked for
	 */
	sealed interface Reply<T extends @Nullable Object> {

		/**
		 * It answered in time.
		 *
		 * @param <T> what it was asked for
		 * @param value its answer
		 */
		record Given<T extends @Nullable Object>(T value) implements Reply<T> {
		}

		/**
		 * It answered in time with a refusal.
		 *
		 * @param <T> what it was asked for
		 * @param cause the first word of its answer
		 */
		record Refused<T extends @Nullable Object>(String cause) implements Reply<T> {
		}

		/**
		 * It did not answer in time.
		 *
		 * @param <T> what it was asked for
		 */
		record Failed<T extends @Nullable Object>() implements Reply<T> {
		}

		/**
		 * It was not asked, since it lately failed too often.
		 *
		 * @param <T> what it was asked for
		 */
		record Suspended<T extends @Nullable Object>() implements Reply<T> {
		}

	}

}
