package dev.honeyrelay.web;

import dev.honeyrelay.access.Claim;
import dev.honeyrelay.run.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * All that the head of a request says, for somebody who answers from the store.
 *
 * @param question what is asked
 * @param claim who asks
 * @param selection which form of the answer is wanted
 * @param head whether only its head is wanted
 * @param id what the caller calls the request, or {@code null}
 * @param trace the trace that the request is part of
 * @param drawn whether it was drawn by lot that the request is not traced
 */
record Reading(Question question, Claim claim, Selection selection, boolean head, @Nullable String id,
		CallerTrace trace, boolean drawn) {

	/** Returns how many bytes of the heap this takes, if it is repeatable. */
	int footprint() {
		return 2 * Footprint.OBJECT + this.question.footprint() + this.claim.footprint() + this.selection.footprint();
	}

	/**
	 * Returns whether the same bytes may come again and say the same then. What names the
	 * request or its trace comes once.
	 */
	boolean isRepeatable() {
		return this.claim.isRepeatable() && this.id == null && this.trace.parent() == null && !this.drawn;
	}

}
