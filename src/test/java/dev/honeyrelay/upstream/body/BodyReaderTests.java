package dev.honeyrelay.upstream.body;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Fixtures;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.upstream.body.BodyReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class BodyReaderTests {

	@ParameterizedTest
	@MethodSource("fixtures")
	void everyFixtureIsOneWholeObject(String file) {
		assertThat(BodyReader.read(Operation.METRICS, Fixtures.bytes(file))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "RESULT,result_completed.json,true", "RESULT,result_old.json,true", "RESULT,result_empty.json,true",
			"RESULT,result_unicode.json,true", "RESULT,result_numbers.json,true", "RESULT,result_nulls.json,true",
			"RESULT,result_composite.json,true", "RESULT,result_custom_id.json,true",
			"RESULT,result_completed_partial.json,true", "RESULT,result_legacy_metric_keys.json,true",
			"RESULT,result_string_values.json,true", "RESULT,result_running.json,false",
			"RESULT,result_pending.json,false", "RESULT,result_failed.json,false", "RESULT,result_cancelled.json,false",
			"RESULT,result_error_field.json,false", "RESULT,result_run_object_status_null.json,false",
			"RESULT,compare.json,false", "RESULT,run.json,false", "RESULT,metrics.json,false",
			"COMPARISON,compare.json,true", "COMPARISON,compare_completed_but_cold.json,true",
			"COMPARISON,compare_schema_2026.json,true", "COMPARISON,compare_new_running.json,false",
			"COMPARISON,result_completed.json,false", "RUN,run.json,true", "RUN,run_custom.json,true",
			"RUN,run_running.json,false", "RUN,run_pending.json,false", "RUN,run_failed.json,false",
			"RUN,run_cancelled.json,false", "RUN,run_nostatus.json,false", "RUN,result_completed.json,false",
			"METRICS,metrics.json,false", "METRICS,result_completed.json,false",
			"COMPARISON_EVENTS,compare_events.json,false", "RUN_LIST,runs_list.json,false",
			"RUNS_SCHEMA,runs_schema.json,false", "RESULT,story/result_final.json,true",
			"RESULT,story/result_unscored.json,true", "RESULT,story/result_running.json,false" })
	void onlyWhatSaysCompletedInItsPlaceIsSettled(Operation operation, String file, boolean settled) {
		assertThat(read(operation, Fixtures.bytes(file)).settled()).isEqualTo(settled);
	}

	@Test
	void whereverAPieceOfItEndsABodyIsReadToItsEnd() {
		for (int values = 240; values < 264; values++) {
			String body = "{'a':[" + "1,".repeat(values)
					+ "1],'status':'completed','run_object':{'status':'completed'}}";

			assertThat(read(Operation.RESULT, body).settled()).isTrue();
			assertThat(BodyReader.read(Operation.RESULT, json(body.substring(0, body.length() - 1)))).isNull();
			assertThat(BodyReader.read(Operation.RESULT, json("{'a':[" + "1,".repeat(values)))).isNull();
			assertThat(BodyReader.read(Operation.RESULT, json(body + "1"))).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'status':'completed','run_object':{'status':'completed'}}",
			"{'run_object':{'status':'completed'},'status':'completed'}",
			"{'error':null,'status':'completed','run_object':{'x':{'status':'running'},'status':'completed'}}",
			"{'error':'','status':'completed','run_object':{'status':'completed'},'y':{'status':'failed'}}",
			"{'status':'completed','y':[{'status':'failed','error':'x'}],'run_object':{'status':'completed'}}",
			"{'st\\u0061tus':'complete\\u0064','run_object':{'status':'completed','error':'ours is elsewhere'}}" })
	void theRestOfTheBodyDoesNotMatter(String body) {
		assertThat(read(Operation.RESULT, body).settled()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'error':'boom','status':'completed','run_object':{'status':'completed'}}",
			"{'status':'completed','run_object':{'status':'completed'},'error':{}}",
			"{'error':0,'error':null,'status':'completed','run_object':{'status':'completed'}}",
			"{'status':['completed'],'status':'completed','run_object':{'status':'completed'}}" })
	void whatSaysOtherwiseAnywhereInItsPlaceIsNotSettled(String body) {
		assertThat(read(Operation.RESULT, body).settled()).isFalse();
	}

	@Test
	void theLatestOfAllTimesCounts() {
		Reading reading = read(Operation.COMPARISON, """
				{'old_run':{'created_at':'2026-01-01T00:00:00Z','updated_at':'2026-01-03T01:00:00+01:00'},
				'new_run':{'created_at':'2026-01-02T00:00:00.5Z','updated_at':null},
				'updated_at':'2030-01-01T00:00:00Z','x':{'updated_at':'2031-01-01T00:00:00Z'}}""");

		assertThat(reading.touched()).isEqualTo(Instant.parse("2026-01-03T00:00:00Z"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "'yesterday'", "''", "1767225600", "null", "{}", "['2026-01-01T00:00:00Z']",
			"'2026-01-01'", "'2026-13-01T00:00:00Z'", "'+999999999999-01-01T00:00:00Z'", "true" })
	void aTimeThatCannotBeReadIsNone(String time) {
		assertThat(read(Operation.RUN, "{'evaluation':{'updated_at':" + time + "}}").touched()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "[]", "[{}]", "1", "'x'", "{", "}", "{}}", "{}{}", "{} x", "{'a'}",
			"{'a':}", "{'a':1,}", "{,}", "{'a':1 'b':2}", "{'a':+1}", "{'a':1.}", "{'a':1e}", "{'a':nul}",
			"{'a':'\\x'}", "{'a':'\\u12'}", "{'a':'\t'}", "{'a':[}", "{'a':[1,2}", "\ufeff{}", "{}\0" })
	void anythingElseIsNotRead(String body) {
		assertThat(BodyReader.read(Operation.RUN, json(body))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "ISO-8859-1", "windows-1252" })
	void onlyUtf8IsRead(String charset) {
		assertThat(BodyReader.read(Operation.RUN, "{\"a\":\"\u00e9\"}".getBytes(Charset.forName(charset)))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00ff", "\u00f8\u0088\u0080\u0080\u0080",
			"\u00e2\u0082", "\u0080", "\u00f4\u0090\u0080\u0080" })
	void malformedUtf8IsNotRead(String bytes) {
		byte[] body = ("{\"a\":\"" + bytes + "\"}").getBytes(StandardCharsets.ISO_8859_1);

		assertThat(BodyReader.read(Operation.RUN, body)).isNull();
	}

	@ParameterizedTest
	@EnumSource(Operation.class)
	void noDepthAndNoSizeOverwhelmsIt(Operation operation) {
		for (String body : List.of("[".repeat(10_000), "{'a':".repeat(10_000), "{'a':" + "[".repeat(1_000_000),
				"{'a':" + "[".repeat(10_000) + "]".repeat(10_000) + '}', "{'a':" + "9".repeat(1_000_000) + '}')) {
			assertThat(BodyReader.read(operation, json(body))).isNull();
		}
		assertThat(read(operation, "{'a':" + "[".repeat(990) + "]".repeat(990) + '}').settled()).isFalse();
	}

	@Test
	void aStringOfTwentyMegabytesIsRead() {
		assertThat(read(Operation.RUN, "{'a':'" + "x".repeat(20 << 20) + "'}")).isNotNull();
		assertThat(read(Operation.RUN, "{'" + "x".repeat(1 << 20) + "':1}")).isNotNull();
	}

	static Stream<String> fixtures() {
		return Fixtures.all().stream();
	}

	private static Reading read(Operation operation, String body) {
		return read(operation, json(body));
	}

	private static Reading read(Operation operation, byte[] body) {
		Reading reading = BodyReader.read(operation, body);
		assertThat(reading).isNotNull();
		return reading;
	}

	private static byte[] json(String text) {
		return text.replace('\'', '"').getBytes(UTF_8);
	}

}
