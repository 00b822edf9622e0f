package dev.honeyrelay.results;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What other threads know of the request for which they do something.
 */
class CallerContextTests {

	private static final ContextKey<String> TRACE = ContextKey.named("trace");

	@BeforeEach
	@AfterEach
	void nothingIsLeft() {
		MDC.clear();
	}

	@Test
	void whatIsDoneElsewhereHasTheTraceAndTheFieldsOfTheRequest() throws InterruptedException {
		MDC.put("request_id", "r-1");
		AtomicReference<String> seen = new AtomicReference<>();
		Runnable wrapped;
		try (Scope _ = Context.current().with(TRACE, "t-1").makeCurrent()) {
			wrapped = CallerContext.current().wrap(() -> seen.set(about()));
		}

		Thread.startVirtualThread(wrapped).join();

		assertThat(seen).hasValue("t-1 r-1");
	}

	@Test
	void itLeavesNothingBehindEvenIfItFails() {
		CallerContext context = new CallerContext(Context.root().with(TRACE, "t-1"), Map.of("request_id", "r-1"));
		Supplier<String> failing = context.wrapSupplier(() -> {
			throw new IllegalStateException(about());
		});

		assertThat(context.wrapSupplier(CallerContextTests::about).get()).isEqualTo("t-1 r-1");
		assertThat(about()).isEqualTo("null null");
		assertThatIllegalStateException().isThrownBy(failing::get).withMessage("t-1 r-1");
		assertThat(about()).isEqualTo("null null");
	}

	@Test
	void aThreadWithoutFieldsHasNone() {
		assertThat(CallerContext.current().fields()).isEmpty();
	}

	private static String about() {
		return Context.current().get(TRACE) + " " + MDC.get("request_id");
	}

}
