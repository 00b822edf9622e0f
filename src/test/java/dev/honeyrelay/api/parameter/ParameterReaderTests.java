package dev.honeyrelay.api.parameter;

import java.util.List;

import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ParameterReaderTests {

	private final ParameterReader reader = new ParameterReader(new ParameterProperties(List.of("brand_new")));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			RESULT            | aggregate_function=p99&filters=%5B%5D&filters[0][field]=a&filters[0][field]=a
			COMPARISON        | filters={}&brand_new=1&brand_new=2
			METRICS           | dateRange={}&filters[x]=[
			COMPARISON_EVENTS | event_name=a&event_type=b&filter[a]=b&limit=1000&page=1
			RUN_LIST          | dataset_id=a&page=2147483647&limit=100&run_ids[]=b&run_ids[]=a&run_ids=c&run_ids=d
			RUN_LIST          | name=&status=running&dateRange[$gte]=1&dateRange[$lte]=2&sort_by=name&sort_order=asc
			RUN_SCHEMA        | dateRange=a
			RUNS_SCHEMA       | dateRange[$gte]=a
			EVENTS_SCHEMA     | evaluation_id=ci-48213&dateRange=a
			""")
	void whatHoneyHiveTakesGoesUpstreamAsItCame(Operation operation, String query) {
		Parameters parameters = read(operation, query + "&project=a&project_id=b&project=c");

		assertThat(decoded(parameters.encoded())).isEqualTo(decoded(query));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					RUN               | page=1                   | The parameter page is not known here.
					RESULT            | limit=1                  | The parameter limit is not known here.
					RESULT            | aggregate_function[]=min | The parameter aggregate_function[] is not known here.
					METRICS           | aggregate_function=min   | The parameter aggregate_function is not known here.
					COMPARISON_EVENTS | filters=a                | The parameter filters is not known here.
					COMPARISON_EVENTS | filter={                 | The parameter filter begins like JSON and is none.
					COMPARISON_EVENTS | filter={'field': 'a'}    | The parameter filter is the text of a Python dict or list and no JSON: pass json.dumps(...) of it.
					RESULT            | filters=[{'field': None}] | The parameter filters is the text of a Python dict or list and no JSON: pass json.dumps(...) of it.
					METRICS           | filters={"a": True}      | The parameter filters begins like JSON and is none.
					COMPARISON_EVENTS | filter=a&filter=a        | The parameter filter is given more than once.
					COMPARISON_EVENTS | limit=1001               | The parameter limit must be a whole number from 1 to 1000.
					COMPARISON_EVENTS | limit=0                  | The parameter limit must be a whole number from 1 to 1000.
					COMPARISON_EVENTS | page=0                   | The parameter page must be a whole number from 1 to 2147483647.
					COMPARISON_EVENTS | page=99999999999999999999 | The parameter page must be a whole number from 1 to 2147483647.
					RUN_LIST          | limit=101                | The parameter limit must be a whole number from 1 to 100.
					RUN_LIST          | limit=-1                 | The parameter limit must be a whole number from 1 to 100.
					RUN_LIST          | limit=                   | The parameter limit must be a whole number from 1 to 100.
					RUN_LIST          | limit=1&limit=1          | The parameter limit is given more than once.
					RUN_LIST          | status=COMPLETED         | The parameter status must be one of pending, completed, failed, cancelled, running.
					RUN_LIST          | sort_by=id               | The parameter sort_by must be one of created_at, updated_at, name, status.
					RUN_LIST          | sort_order=up            | The parameter sort_order must be one of asc, desc.
					RUN_LIST          | run_id=a                 | The parameter run_id is not known here.
					RUN_LIST          | status[]=failed          | The parameter status[] is not known here.
					RUNS_SCHEMA       | evaluation_id=a          | The parameter evaluation_id is not known here.
					EVENTS_SCHEMA     | evaluation_id=../a       | The parameter evaluation_id must be a run id.
					""")
	void whatItWouldIgnoreIsRefusedByName(Operation operation, String query, String sentence) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> read(operation, query))
			.withMessage(sentence);
	}

	@Test
	void aListOfRunsMayBeLongAndAFilterMayNot() {
		String runs = "run_ids%5B%5D=0123456789abcdef0123456789abcdef0123&".repeat(300);

		assertThat(read(Operation.RUN_LIST, runs).encoded()).hasSizeGreaterThan(8192);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> read(Operation.COMPARISON_EVENTS, "filter%5Ba%5D=" + "x".repeat(8193)))
			.withMessage("The parameter filter is longer than 8 KB.");
	}

	private Parameters read(Operation operation, String query) {
		return this.reader.read(operation, QueryString.parse(query));
	}

	private static String decoded(String query) {
		return QueryString.parse(query).toString();
	}

}
