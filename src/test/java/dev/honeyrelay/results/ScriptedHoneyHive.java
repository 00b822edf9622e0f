package dev.honeyrelay.results;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.jspecify.annotations.Nullable;

/**
 * HoneyHive as a test writes it. Its answers are about runs that were last touched a day
 * ago, unless the test says otherwise.
 */
public final class ScriptedHoneyHive implements UpstreamFetcher.Upstream {

	private final InstantSource time;

	private final Queue<RunQuery> asked = new ConcurrentLinkedQueue<>();

	private volatile UpstreamFetcher.Upstream script = (query, validator) -> {
		throw new AssertionError("HoneyHive has no answer to " + query);
	};

	private volatile @Nullable String lastValidator;

	ScriptedHoneyHive(InstantSource time) {
		this.time = time;
	}

	@Override
	public UpstreamOutcome ask(RunQuery query, @Nullable String validator) {
		this.asked.add(query);
		this.lastValidator = validator;
		return this.script.ask(query, validator);
	}

	/** Answers every question with {@code text}, settled. */
	void says(String text) {
		says(text, (sighting) -> sighting);
	}

	/** Answers every question with {@code text}, in the way of {@code change}. */
	void says(String text, UnaryOperator<Sighting> change) {
		saysOf((query) -> text, change);
	}

	/** Answers each question with a text of its own, settled. */
	void saysOf(Function<RunQuery, String> text) {
		saysOf(text, (sighting) -> sighting);
	}

	private void saysOf(Function<RunQuery, String> text, UnaryOperator<Sighting> change) {
		does((query, validator) -> {
			Sighting sighting = Sighting.of(text.apply(query), this.time.instant()).touched(Duration.ofDays(1));
			return new UpstreamOutcome.Answered(change.apply(sighting).seen(), List.of(), new ByteBudget(1).lease());
		});
	}

	/** Fails every question. */
	void fails(Outage outage) {
		does((query, validator) -> new UpstreamOutcome.Unavailable(outage));
	}

	/** Comes to {@code outcome} whatever the question. */
	void comesTo(UpstreamOutcome outcome) {
		does((query, validator) -> outcome);
	}

	/** Comes to what {@code script} says of each question. */
	public void comesTo(Function<RunQuery, UpstreamOutcome> script) {
		does((query, validator) -> script.apply(query));
	}

	/** Follows {@code script} from now on. */
	void does(UpstreamFetcher.Upstream script) {
		this.script = script;
	}

	/**
	 * Goes on as it does, but its answers wait at the gate that is returned.
	 */
	Gate hesitates() {
		Gate gate = new Gate();
		UpstreamFetcher.Upstream prompt = this.script;
		does((query, validator) -> gate.pass(prompt.ask(query, validator)));
		return gate;
	}

	/** Returns how often it was asked. */
	public int asked() {
		return this.asked.size();
	}

	/** Returns how often it was asked {@code query}. */
	long asked(RunQuery query) {
		return this.asked.stream().filter(query::equals).count();
	}

	/** Returns the validator of the last question, or {@code null} if it had none. */
	@Nullable String lastValidator() {
		return this.lastValidator;
	}

}
