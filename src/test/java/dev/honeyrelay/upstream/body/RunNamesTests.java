package dev.honeyrelay.upstream.body;

import java.time.Instant;
import java.util.List;

import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.wire.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which answers are about other runs than "mine" and "old", which were asked for.
 */
class RunNamesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "RESULT|{'run_object':{'run_id':'mine'}}",
			"RESULT|{'run_object':{'id':'mine'}}", "RESULT|{'run_object':{'id':'a-uuid','run_id':'mine'}}",
			"RESULT|{'run_object':{'name':'theirs'}}", "RESULT|{'run_object':{'run_id':7,'id':null}}",
			"RESULT|{'run_object':null}", "RESULT|{}", "RESULT|{'status':'completed','metrics':{'run_id':'theirs'}}",
			"RESULT|{'run_object':{'run_id':'mine'},'new_run':{'run_id':'theirs'}}",
			"RESULT|{'run_object':{'parent':{'run_id':'theirs'}}}", "RESULT|{'run_id':'theirs','id':'theirs'}",
			"RUN|{'evaluation':{'run_id':'mine'}}", "RUN|{'evaluation':{'id':'mine'}}",
			"COMPARISON|{'new_run':{'run_id':'mine'},'old_run':{'run_id':'old'}}",
			"COMPARISON|{'new_run':{'run_id':'mine'}}", "METRICS|{'run_object':{'run_id':'theirs'}}",
			"RUN_LIST|{'evaluations':[{'run_id':'theirs'}]}", "COMPARISON_EVENTS|{'new_run':{'run_id':'theirs'}}" })
	void anAnswerIsAboutWhatWasAskedUnlessItSaysOtherwise(Operation operation, String body) {
		assertThat(namesIn(operation, body).areOthers()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "RESULT|{'run_object':{'run_id':'theirs'}}", "RESULT|{'run_object':{'id':'theirs'}}",
					"RESULT|{'run_object':{'run_id':'','id':7}}", "RESULT|{'evaluation':{'run_id':'mine'}}",
					"RESULT|{'evaluation':{}}", "RESULT|{'evaluations':[]}", "RESULT|{'fields':[]}",
					"RESULT|{'new_run':{'run_id':'mine'},'old_run':{'run_id':'mine'}}",
					"RUN|{'run_object':{'run_id':'mine'}}", "RUN|{'evaluation':{'run_id':'theirs'}}",
					"COMPARISON|{'new_run':{'run_id':'old'},'old_run':{'run_id':'mine'}}",
					"COMPARISON|{'new_run':{'run_id':'mine'},'old_run':{'run_id':'theirs'}}",
					"COMPARISON|{'new_run':{'run_id':'theirs'},'old_run':{'run_id':'old'}}",
					"COMPARISON|{'run_object':{'run_id':'mine'}}" })
	void anAnswerIsAboutOthersIfOnePlaceNamesNoneOfThoseAskedForOrNoPlaceIsOfThisQuestion(Operation operation,
			String body) {
		assertThat(namesIn(operation, body).areOthers()).isTrue();
	}

	@Test
	void aNameIsComparedAsFarAsAnIdMayBeLong() {
		String longest = "x".repeat(128);
		RunNames names = expected(Operation.RESULT, longest);
		BodyReader.read(Operation.RESULT, json("{'run_object':{'run_id':'" + longest + "'}}"), names);

		assertThat(names.areOthers()).isFalse();
		assertThat(namesIn(Operation.RESULT, "{'run_object':{'run_id':'" + longest + "y'}}")
			.areSameAs(namesIn(Operation.RESULT, "{'run_object':{'run_id':'" + longest + "z'}}"))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'run_object':{'run_id':'theirs'}}|{'metrics':[1],'run_object':{'run_id':'theirs','x':2}}|true",
					"{'run_object':{'run_id':'theirs'}}|{'run_object':{'run_id':'mine'}}|false",
					"{'run_object':{'run_id':'theirs'}}|{'run_object':{'run_id':'theirs','id':'u'}}|false",
					"{'run_object':{}}|{'evaluation':{}}|false", "{'run_object':{}}|{}|false", "{}|{}|true" })
	void twoAnswersNameTheSameInTheSamePlaces(String one, String other, boolean same) {
		RunNames first = namesIn(Operation.RESULT, one);
		RunNames second = namesIn(Operation.RESULT, other);

		assertThat(first.areSameAs(second)).isEqualTo(same);
		assertThat(second.areSameAs(first)).isEqualTo(same);
	}

	@Test
	void aConfirmationOfAnotherAnswerIsAboutOthers() {
		RunNames others = confirmed(304, "\"theirs\"", "\"mine\"");

		assertThat(others.areOthers()).isTrue();
		assertThat(others.areSameAs(confirmed(304, "\"theirs\"", "\"mine\""))).isTrue();
		assertThat(others.areSameAs(confirmed(304, "\"third\"", "\"mine\""))).isFalse();
		assertThat(confirmed(304, "W/\"mine\"", "\"mine\"").areOthers()).isFalse();
		assertThat(confirmed(304, null, "\"mine\"").areOthers()).isFalse();
		assertThat(confirmed(304, "\"theirs\"", null).areOthers()).isFalse();
		assertThat(confirmed(200, "\"theirs\"", "\"mine\"").areOthers()).isFalse();
	}

	@Test
	void whatWasLostConfirmsNothing() {
		RunNames names = expected(Operation.RESULT, "mine");
		names.accept(new WireResponse.Lost(Outage.of(Outage.Kind.TIMEOUT), false), "\"mine\"");

		assertThat(names.areOthers()).isFalse();
	}

	private static RunNames confirmed(int status, String tag, String validator) {
		HttpHeaders headers = new HttpHeaders();
		if (tag != null) {
			headers.setETag(tag);
		}
		RunNames names = expected(Operation.RESULT, "mine");
		names.accept(new WireResponse.Received(status, headers,
				new WireResponse.Body(new byte[0], new ByteBudget(0).lease()), Instant.EPOCH), validator);
		return names;
	}

	private static RunNames namesIn(Operation operation, String body) {
		RunNames names = expected(operation, "mine");
		assertThat(BodyReader.read(operation, json(body), names)).isNotNull();
		return names;
	}

	private static RunNames expected(Operation operation, String run) {
		return RunNames.expectedBy(new RunQuery(new ProjectName("default"), operation,
				List.of(new RunId(run), new RunId("old")), Parameters.NONE));
	}

	private static byte[] json(String text) {
		return text.replace('\'', '"').getBytes(UTF_8);
	}

}
