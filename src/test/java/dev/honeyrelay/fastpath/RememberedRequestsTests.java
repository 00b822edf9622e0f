package dev.honeyrelay.fastpath;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.access.DoorKeeper;
import dev.honeyrelay.access.PresentedIdentity;
import dev.honeyrelay.api.ParsedTarget;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.credentials.TestCredentials;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.tracing.CallerTrace;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of earlier requests is remembered, and what must not be.
 */
class RememberedRequestsTests {

	private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final PresentedIdentity IDENTITY = DoorKeeper.of(new TestCredentials("""
			projects: { search-quality: { api-key: hh_search } }
			callers: { ada: { tokens: [ { sha256: %s } ], projects: [search-quality] } }
			""".formatted(TestTokens.sha256("good"))), 0, new AtomicLong()::get)
		.identityIn(DoorKeeper.requestWith("Authorization: Bearer good"));

	private final ParsedTarget target = new ParsedTarget(Operation.RESULT, List.of(new RunId("a")),
			Questions.parameters(), null);

	@Test
	void aTargetIsRememberedWithItsQueryAndWithoutAFragment() {
		TargetCache targets = new TargetCache();
		targets.answeredFromStore(HttpURI.from("/v1/runs/a?x=1"), this.target);

		assertThat(targets.targetOf(HttpURI.from("/v1/runs/a?x=1"))).isSameAs(this.target);
		assertThat(targets.targetOf(HttpURI.from("http://any.example.com/v1/runs/a?x=1"))).isSameAs(this.target);
		for (String other : List.of("/v1/runs/a", "/v1/runs/a?x=2", "/v1/runs/A?x=1", "/v1/runs/a?x=1#b")) {
			assertThat(targets.targetOf(HttpURI.from(other))).as(other).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "1024, true", "1025, false" })
	void aLongTargetIsNotRemembered(int length, boolean remembered) {
		TargetCache targets = new TargetCache();
		HttpURI uri = HttpURI.from("/" + "a".repeat(length - 1));
		targets.answeredFromStore(uri, this.target);

		assertThat(targets.targetOf(uri) != null).isEqualTo(remembered);
	}

	@Test
	void noMoreIsRememberedThanThereIsRoomFor() {
		TargetCache targets = new TargetCache(50_000);
		HeadCache heads = new HeadCache(50_000);
		for (int number = 0; number < 1000; number++) {
			targets.answeredFromStore(HttpURI.from("/" + number), this.target);
			heads.remember(digest(number), head(null, CallerTrace.of(DoorKeeper.requestWith().getHeaders()), false));
		}

		assertThat(IntStream.range(0, 1000)
			.filter((number) -> targets.targetOf(HttpURI.from("/" + number)) != null)
			.count()).isBetween(50L, 200L);
		assertThat(IntStream.range(0, 1000).filter((number) -> heads.headOf(digest(number)) != null).count())
			.isBetween(30L, 120L);
	}

	@Test
	void aHeadIsRememberedByItsBytes() {
		HeadCache heads = new HeadCache();
		ParsedHead head = head(null, new CallerTrace(null, null), false);
		heads.remember(digest(1), head);

		assertThat(heads.headOf(digest(1))).isSameAs(head);
		assertThat(heads.headOf(digest(2))).isNull();
		assertThat(HeadCache.mostBytes()).isEqualTo(TargetCache.mostBytes()).isGreaterThan(1 << 20);
	}

	@Test
	void onlyWhatMeansTheSameEachTimeIsRepeatable() {
		CallerTrace none = new CallerTrace(null, null);

		assertThat(head(null, none, false).isRepeatable()).isTrue();
		assertThat(head("id", none, false).isRepeatable()).isFalse();
		assertThat(head(null, new CallerTrace(PARENT, null), false).isRepeatable()).isFalse();
		assertThat(head(null, none, true).isRepeatable()).isFalse();
	}

	@Test
	void aHeadTakesMoreTheMoreItSays() {
		ParsedHead small = head(null, new CallerTrace(null, null), false);
		ParsedHead large = new ParsedHead(small.target(), small.identity(),
				new Preconditions(ContentCoding.IDENTITY, "x".repeat(1000)), false, null, small.trace(), false);

		assertThat(small.footprint()).isEqualTo(
				64 + small.target().footprint() + small.identity().footprint() + small.preconditions().footprint());
		assertThat(large.footprint() - small.footprint()).isEqualTo(1000);
		assertThat(small.identity().footprint()).isBetween(200, 300);
	}

	private ParsedHead head(String id, CallerTrace trace, boolean drawn) {
		return new ParsedHead(this.target, IDENTITY, new Preconditions(ContentCoding.IDENTITY, ""), false, id, trace,
				drawn);
	}

	private static RequestHeadDigest digest(int number) {
		return RequestHeadDigest.of(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
	}

}
