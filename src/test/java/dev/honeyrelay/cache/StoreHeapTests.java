package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

import dev.honeyrelay.harness.UsedHeap;
import dev.honeyrelay.response.CacheControl;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.honeyrelay.run.Questions.parameters;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The store weighs what it really keeps: filled to its bound with whatever takes the most
 * beside its bytes, the heap is as full as the store says, and no fuller.
 */
@Isolated("measures the heap")
class StoreHeapTests {

	private static final long BOUND = 24L << 20;

	@ParameterizedTest
	@EnumSource
	void theHeapIsNoFullerThanTheStoreSays(Filling filling) throws Exception {
		Store store = new Store(new ManualTime(), Settings.with("max-size=" + BOUND + "B", "max-entry=1MB"));

		long taken = UsedHeap.of(() -> {
			for (int i = 0; store.bytes() < 0.97 * BOUND; i++) {
				filling.store(store.responses(), i);
			}
			return store;
		});

		assertThat(store.bytes()).isLessThanOrEqualTo(BOUND);
		assertThat(taken).isLessThanOrEqualTo((long) (1.03 * store.bytes()))
			.isGreaterThan((long) (0.5 * store.bytes()));
	}

	@ParameterizedTest
	@EnumSource
	void moreThanItHoldsMakesTheHeapNoFuller(Filling filling) throws Exception {
		Store store = new Store(new ManualTime(), Settings.with("max-size=" + BOUND + "B", "max-entry=1MB"));

		long taken = UsedHeap.of(() -> {
			for (int i = 0; i < 100 || store.evictions() < 300; i++) {
				filling.store(store.responses(), i);
				store.bytes();
			}
			return store;
		});

		assertThat(taken).isLessThanOrEqualTo((long) (1.03 * BOUND));
	}

	/**
	 * What the store is filled with.
	 */
	@SuppressWarnings("ImmutableEnumChecker")
	enum Filling {

		/** Answers as short as one can be. */
		TINY_ANSWERS((i) -> of(List.of("r" + i)), (i) -> Sighting.of("{}" + i, Instant.EPOCH)),

		/** Answers about two runs with the longest ids. */
		LONG_IDS((i) -> of(List.of("a".repeat(120) + i, "b".repeat(120) + i)),
				(i) -> Sighting.of("{}" + i, Instant.EPOCH).touchedAt(Instant.EPOCH)),

		/** Validators as long as a header can be. */
		LONG_VALIDATORS((i) -> of(List.of("r" + i)),
				(i) -> Sighting.of("{}" + i, Instant.EPOCH).tagged("\"" + "t".repeat(16_000) + i + '"')),

		/** Answers about which HoneyHive says all that it can. */
		ALL_DIRECTIVES((i) -> of(List.of("r" + i)),
				(i) -> Sighting.of("{}" + i, Instant.EPOCH)
					.touchedAt(Instant.EPOCH.plusSeconds(i))
					.tagged("\"" + i + '"')
					.with(directives(i))),

		/** Filters as long as they may be. */
		LONG_PARAMETERS((i) -> of(List.of("run"), "filters=" + "\u00e9".repeat(4000) + i),
				(i) -> Sighting.of("{}" + i, Instant.EPOCH)),

		/** The default function spelled out, so that there are two texts of it. */
		TWO_TEXTS((i) -> of(List.of("run"), "aggregate_function=average", "filters=" + "x".repeat(8000) + i),
				(i) -> Sighting.of("{}" + i, Instant.EPOCH)),

		/** Usual answers. */
		USUAL_ANSWERS((i) -> of(List.of("0f0ff9a2-7f5b-4f0e-9b4e-00000" + i)),
				(i) -> Sighting.of("0123456789".repeat(900) + i, Instant.EPOCH).touchedAt(Instant.EPOCH));

		private final IntFunction<RunQuery> question;

		private final IntFunction<Sighting> answer;

		Filling(IntFunction<RunQuery> question, IntFunction<Sighting> answer) {
			this.question = question;
			this.answer = answer;
		}

		void store(ResponseCache responses, int number) {
			Sighting sighting = this.answer.apply(number);
			Instant now = ManualTime.START.plusNanos(number);
			responses.store(this.question.apply(number), new Sighting(sighting.text(), true, now, sighting.touchedAt(),
					sighting.directives(), sighting.validator())
				.seen());
		}

		private static Directives directives(int number) {
			Instant moment = Instant.EPOCH.plusSeconds(number);
			Duration duration = Duration.ofSeconds(number);
			return new Directives(new CacheControl(Set.of(Directive.MUST_REVALIDATE), duration), moment.plusSeconds(1),
					false, moment.plusSeconds(2), duration.plusMillis(1), duration.plusMillis(2));
		}

		private static RunQuery of(List<String> runs, String... parameters) {
			return new RunQuery(new ProjectName("search-quality"), Operation.RESULT,
					runs.stream().map(RunId::new).toList(), parameters(parameters));
		}

	}

}
