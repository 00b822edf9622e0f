package dev.honeyrelay.fastpath;

import dev.honeyrelay.access.PresentedIdentity;
import dev.honeyrelay.api.ParsedTarget;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.tracing.CallerTrace;
import org.jspecify.annotations.Nullable;

/**
 * All that the head of a request says, for somebody who answers from the store.
 *
 * @param target what is asked
 * @param identity who asks
 * @param preconditions which form of the answer is wanted
 * @param head whether only its head is wanted
 * @param id what the caller calls the request, or {@code null}
 * @param trace the trace that the request is part of
 * @param drawn whether sampling decided at random that the request is not traced
 */
record ParsedHead(ParsedTarget target, PresentedIdentity identity, Preconditions preconditions, boolean head,
		@Nullable String id, CallerTrace trace, boolean drawn) {

	/** Returns how many bytes of the heap this takes, if it is repeatable. */
	int footprint() {
		return 2 * Footprint.OBJECT + this.target.footprint() + this.identity.footprint()
				+ this.preconditions.footprint();
	}

	/**
	 * Returns whether the same bytes may come again and say the same then. What names the
	 * request or its trace comes once.
	 */
	boolean isRepeatable() {
		return this.identity.isRepeatable() && this.id == null && this.trace.parent() == null && !this.drawn;
	}

}
