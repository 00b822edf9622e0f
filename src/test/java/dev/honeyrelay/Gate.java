package dev.honeyrelay;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.honeyrelay.harness.States;

/**
 * Holds HoneyHive's answers about runs whose id contains {@code gated}, so that a test
 * knows when one is under way.
 */
public final class Gate implements ResponseDefinitionTransformerV2 {

	private final AtomicInteger held = new AtomicInteger();

	private final CountDownLatch opened = new CountDownLatch(1);

	/** Waits until that many requests have reached HoneyHive and are held. */
	public void awaitHeld(int count) {
		States.await(() -> this.held.get() >= count);
	}

	/** Lets all answers through, now and later. */
	public void open() {
		this.opened.countDown();
	}

	@Override
	public ResponseDefinition transform(ServeEvent event) {
		if (event.getRequest().getUrl().contains("gated")) {
			this.held.incrementAndGet();
			await(this.opened);
		}
		return event.getResponseDefinition();
	}

	@Override
	public String getName() {
		return "gate";
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("nobody came");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
