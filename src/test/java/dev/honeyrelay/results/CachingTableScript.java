package dev.honeyrelay.results;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Kind;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;

/**
 * What HoneyHive does in rows of the state table.
 */
final class CachingTableScript {

	private CachingTableScript() {
	}

	/** Makes HoneyHive do what {@code happening} says about runs of that status. */
	static void write(Rig rig, String happening, String runs) {
		ScriptedHoneyHive honeyHive = rig.honeyHive;
		if (happening.startsWith("200, ")) {
			answers(rig, happening.substring(5), runs.equals("completed"));
			return;
		}
		switch (happening) {
			case "not asked" -> honeyHive.does((query, validator) -> {
				throw new AssertionError("HoneyHive was asked");
			});
			case "304" ->
				honeyHive.comesTo(new NotModified(runs.equals("completed"), rig.time.instant(), null, Directives.NONE));
			case "400" -> honeyHive.comesTo(new Rejected("no"));
			case "404, JSON", "404, JSON, to the run's own record" -> honeyHive.comesTo(new NotFound(true));
			case "404, JSON, to a key that has read nothing yet" -> honeyHive.comesTo(new NotFound(false));
			default -> honeyHive.fails(outage(happening));
		}
	}

	private static void answers(Rig rig, String how, boolean completed) {
		String text = how.startsWith("same") ? "stored" : "new";
		UnaryOperator<Sighting> status = (sighting) -> completed ? sighting : sighting.unsettled();
		switch (how) {
			case "new", "same" -> rig.honeyHive.says(text, status);
			case "new, no-store" ->
				rig.honeyHive.says(text, (sighting) -> status.apply(sighting).vetoed(NotStoredReason.NO_STORE));
			case "new, private" ->
				rig.honeyHive.says(text, (sighting) -> status.apply(sighting).vetoed(NotStoredReason.PRIVATE));
			case "new, Vary: *" ->
				rig.honeyHive.says(text, (sighting) -> status.apply(sighting).vetoed(NotStoredReason.VARY));
			case "new, max-age=3" ->
				rig.honeyHive.says(text, (sighting) -> status.apply(sighting).freshFor(Duration.ofSeconds(3)));
			case "new, larger than max-entry" -> rig.honeyHive.says(text + " ".repeat(2000), status);
			case "new, the run's own record gone" -> {
				Sighting seen = status.apply(Sighting.of(text, rig.time.instant()));
				rig.honeyHive
					.comesTo(new Answered(seen.seen(), List.of(CachingTableStart.RUN), new ByteBudget(1).lease()));
			}
			default -> throw new IllegalArgumentException("no such answer of HoneyHive's: " + how);
		}
	}

	private static Outage outage(String happening) {
		return switch (happening) {
			case "404, anything else" -> Outage.of(Kind.FAILED, 404);
			case "503" -> Outage.of(Kind.FAILED, 503);
			case "401" -> Outage.of(Kind.KEY_REFUSED, 401);
			case "429" -> Outage.of(Kind.RATE_LIMITED, 429);
			case "not JSON" -> Outage.of(Kind.INVALID, 200);
			case "larger than max-response-size" -> Outage.of(Kind.TOO_LARGE);
			case "unreachable" -> Outage.of(Kind.UNREACHABLE);
			case "no answer within the deadline" -> Outage.of(Kind.TIMEOUT);
			case "circuit open" -> Outage.of(Kind.SUSPENDED);
			case "no permit" -> Outage.of(Kind.OVERLOADED);
			default -> throw new IllegalArgumentException("HoneyHive does no such thing: " + happening);
		};
	}

}
