package dev.honeyrelay.results;

import java.util.Map;
import java.util.function.Supplier;

import io.opentelemetry.context.Context;
import org.slf4j.MDC;

/**
 * The trace and the fields of the log that a request has, for what is done on its behalf
 * on other threads.
 *
 * @param trace where spans belong
 * @param fields what every line has
 */
public record CallerContext(Context trace, Map<String, String> fields) {

	/** Returns that of the request which this thread answers. */
	public static CallerContext current() {
		Map<String, String> fields = MDC.getCopyOfContextMap();
		return new CallerContext(Context.current(), (fields != null) ? fields : Map.of());
	}

	/** Returns {@code action}, done within this and leaving nothing of it behind. */
	public Runnable wrap(Runnable action) {
		Supplier<Boolean> wrapped = wrapSupplier(() -> {
			action.run();
			return true;
		});
		return () -> {
			Boolean _ = wrapped.get();
		};
	}

	/** Returns the same for what has a result. */
	public <T> Supplier<T> wrapSupplier(Supplier<T> action) {
		return this.trace.wrapSupplier(() -> {
			MDC.setContextMap(this.fields);
			try {
				return action.get();
			}
			finally {
				MDC.clear();
			}
		});
	}

}
