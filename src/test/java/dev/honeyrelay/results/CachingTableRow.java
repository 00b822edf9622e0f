package dev.honeyrelay.results;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One row of the state table: brings a relay into the state that it begins with, lets
 * HoneyHive do what it says, and compares what comes of it.
 *
 * @param runs whether the runs are completed, as far as HoneyHive tells
 * @param stored what is stored, and how old it is
 * @param honeyHive what HoneyHive does
 * @param answer what the caller is told
 * @param cacheStatus how it came about
 * @param afterwards what is stored in the end
 */
record CachingTableRow(String runs, String stored, String honeyHive, String answer, String cacheStatus,
		String afterwards) {

	private static final String OF_ANOTHER_CALLER = ", asked by another caller";

	private static final String PURGED = ", purged meanwhile";

	private static final String AFTER_THE_ANSWER = ", after the answer";

	private static final String LATE = ", later than stale-wait";

	static CachingTableRow of(List<String> cells) {
		assertThat(cells).as("cells of a row").hasSize(6);
		return new CachingTableRow(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5));
	}

	/** Fails if the row is not true, or has no meaning. */
	void play() {
		assertThat(runs()).isIn("completed", "running", "–");
		Rig rig = CachingTableStart.of(stored(), settings());
		StoredResponse before = rig.store.responses().lookup(question());
		int asked = rig.honeyHive.asked();
		CachingTableScript.write(rig, happening(), runs());

		String told = read(rig);
		rig.awaitIdle();

		// A body that is too large is so by spaces.
		assertThat(told.replaceFirst(" +:", ":")).isEqualTo(expected());
		assertThat(rig.honeyHive.asked() - asked).as("questions to HoneyHive")
			.isEqualTo(happening().equals("not asked") ? 0 : 1);
		checkAfterwards(rig, before);
	}

	private String read(Rig rig) {
		if (honeyHive().equals(happening())) {
			return rig.ask(question());
		}
		Gate gate = rig.honeyHive.hesitates();
		if (honeyHive().endsWith(AFTER_THE_ANSWER) || honeyHive().endsWith(LATE)) {
			String told = rig.ask(question());
			gate.open();
			return told;
		}
		CompletableFuture<String> first = rig.waiting(question());
		CompletableFuture<String> reader = honeyHive().endsWith(OF_ANOTHER_CALLER) ? rig.waiting(question()) : first;
		gate.awaitReached();
		if (honeyHive().endsWith(PURGED)) {
			rig.results.purge(Questions.PROJECT, CachingTableStart.RUN);
		}
		gate.open();
		return reader.join();
	}

	private void checkAfterwards(Rig rig, @Nullable StoredResponse before) {
		StoredResponse after = rig.store.responses().lookup(question());
		String other = rig.stored(CachingTableStart.OTHER_OF_THE_RUN);
		switch (afterwards()) {
			case "nothing" -> assertThat(after).isNull();
			case "nothing of the run" -> {
				assertThat(after).isNull();
				assertThat(other).isNull();
			}
			case "as before" -> assertThat(after).isNotNull().isEqualTo(before);
			default -> assertThat(rig.stored(question()) + ", " + lifetimeOf(after).toSeconds() + " s")
				.isEqualTo(afterwards().replace("same", "stored"));
		}
		if (!afterwards().equals("nothing of the run")) {
			assertThat(other).as("the other answer about the run").isEqualTo("other");
		}
	}

	private String expected() {
		if (Set.of("new", "stored").contains(answer())) {
			return answer() + ": " + cacheStatus();
		}
		String how = cacheStatus().equals("–") ? "" : ": " + cacheStatus();
		return switch (answer()) {
			case "run-not-found" -> answer() + how;
			case "upstream-rejected" -> "upstream-rejected: no" + how;
			default -> "unavailable: " + outageOf(answer()).label() + how;
		};
	}

	private RunQuery question() {
		return honeyHive().endsWith("the run's own record") ? CachingTableStart.RECORD : CachingTableStart.QUESTION;
	}

	private String happening() {
		String happening = honeyHive();
		for (String circumstance : List.of(OF_ANOTHER_CALLER, PURGED, AFTER_THE_ANSWER, LATE)) {
			happening = happening.replace(circumstance, "");
		}
		return happening;
	}

	private String[] settings() {
		// Only where waiting in vain is the point, the wait is a short one.
		return honeyHive().endsWith(LATE) ? new String[] { "stale-wait=20ms" } : new String[0];
	}

	private static Duration lifetimeOf(StoredResponse stored) {
		return Duration.between(stored.seen().askedAt(), stored.freshUntil());
	}

	private static Outage.Kind outageOf(String problem) {
		return switch (problem) {
			case "upstream-unreachable" -> Outage.Kind.UNREACHABLE;
			case "upstream-timeout" -> Outage.Kind.TIMEOUT;
			case "upstream-failed" -> Outage.Kind.FAILED;
			case "upstream-invalid" -> Outage.Kind.INVALID;
			case "upstream-too-large" -> Outage.Kind.TOO_LARGE;
			case "upstream-credentials" -> Outage.Kind.KEY_REFUSED;
			case "upstream-rate-limited" -> Outage.Kind.RATE_LIMITED;
			case "upstream-suspended" -> Outage.Kind.SUSPENDED;
			case "overloaded" -> Outage.Kind.OVERLOADED;
			default -> throw new IllegalArgumentException("no such answer: " + problem);
		};
	}

}
