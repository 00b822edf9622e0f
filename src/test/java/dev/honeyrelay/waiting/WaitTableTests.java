package dev.honeyrelay.waiting;

import java.time.Duration;
import java.util.List;

import dev.honeyrelay.results.CachingDocument;
import dev.honeyrelay.results.Rig;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each event means for those who wait, as {@code docs/caching.md} says it, against
 * the real store, policy, trips and loop on a hand-turned clock. A row that cannot be
 * read fails.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitTableTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource("rows")
	void aWaitComesToWhatTheDocumentSays(List<String> row) throws Exception {
		Rig relay = row.get(0).endsWith("there is no room for it") ? Rig.keepingNothing() : new Rig();
		WaitRig rig = new WaitRig(relay, row.get(0).equals("as many wait as may") ? 0 : 1000);
		WaitEvents events = WaitEvents.of(row.get(0), rig);

		Duration after = rig.waitFor(row.get(1), events);

		assertThat(List.of(rig.told(), rig.isMet() ? "yes" : "no", after.toSeconds() + " s",
				Integer.toString(rig.asked())))
			.isEqualTo(row.subList(2, 6));
		assertThat(rig.open()).as("waits that are still under way").isZero();
	}

	static List<List<String>> rows() {
		return CachingDocument.rows("event", "Prefer");
	}

}
