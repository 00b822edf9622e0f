package dev.honeyrelay.upstream;

import java.util.List;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class DialectTests {

	private static final Project PROJECT = new Project(new ProjectName("search-quality"), "66f1c0",
			ApiKey.of("hh_search"));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			V1          | RUN               | /v1/runs/new?a=%26
			V1          | RESULT            | /v1/runs/new/result?a=%26
			V1          | METRICS           | /v1/runs/new/metrics?a=%26
			V1          | COMPARISON        | /v1/runs/new/compare-with/old?a=%26
			V1          | COMPARISON_EVENTS | /v1/runs/compare/events?run_id_1=new&run_id_2=old&a=%26
			V1          | RUN_LIST          | /v1/runs?a=%26
			V1          | RUN_SCHEMA        | /v1/runs/new/schema?a=%26
			V1          | RUNS_SCHEMA       | /v1/runs/schema?a=%26
			V1          | EVENTS_SCHEMA     | /v1/events/schema?a=%26
			V1_CURRENT  | RESULT            | /v1/runs/new/summary?a=%26
			V1_CURRENT  | COMPARISON        | /v1/runs/new/compare/old?a=%26
			V1_CURRENT  | COMPARISON_EVENTS | /v1/runs/new/compare/old/events?a=%26
			PROJECT     | RUN               | /v1/projects/66f1c0/runs/new?a=%26
			PROJECT     | RESULT            | /v1/projects/66f1c0/runs/new/summary?a=%26
			PROJECT     | COMPARISON_EVENTS | /v1/projects/66f1c0/runs/new/compare/old/events?a=%26
			PROJECT     | RUN_LIST          | /v1/projects/66f1c0/runs?a=%26
			PROJECT     | EVENTS_SCHEMA     | /v1/projects/66f1c0/events/schema?a=%26
			UNVERSIONED | RUN               | /runs/new?a=%26
			UNVERSIONED | RESULT            | /runs/new/result?a=%26
			UNVERSIONED | COMPARISON        | /runs/new/compare-with/old?a=%26
			UNVERSIONED | RUN_LIST          | /runs?a=%26
			""")
	void anOperationHasOnePathInEachFamily(Dialect dialect, Operation operation, String target) {
		RunQuery query = new RunQuery(PROJECT.name(), operation, List.of(new RunId("new"), new RunId("old")),
				Parameters.of(List.of(new Parameter("a", "&"))));

		assertThat(dialect.targetOf(query, PROJECT)).isEqualTo(target);
	}

	@Test
	void withoutParametersThereIsNoQueryString() {
		RunQuery query = new RunQuery(PROJECT.name(), Operation.RESULT, List.of(new RunId("new")), Parameters.NONE);

		assertThat(Dialect.V1.targetOf(query, PROJECT)).isEqualTo("/v1/runs/new/result");
	}

	@ParameterizedTest
	@EnumSource(Dialect.class)
	void onlyAProjectsPathNeedsItsId(Dialect dialect) {
		Project nameless = new Project(new ProjectName("nameless"), null, ApiKey.of("hh_nameless"));

		assertThat(dialect.objectionTo(PROJECT)).isNull();
		if (dialect == Dialect.PROJECT) {
			assertThat(dialect.objectionTo(nameless)).contains("needs an id");
		}
		else {
			assertThat(dialect.objectionTo(nameless)).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(Dialect.class)
	void onlyAProjectsPathIsGoodForADataPlaneKey(Dialect dialect) {
		Project dataPlane = new Project(PROJECT.name(), PROJECT.id(), ApiKey.of("hh_fgdp_key"));

		assertThat(dialect.doubtAbout(PROJECT)).isNull();
		if (dialect == Dialect.PROJECT) {
			assertThat(dialect.doubtAbout(dataPlane)).isNull();
		}
		else {
			assertThat(dialect.doubtAbout(dataPlane)).contains("data plane key");
		}
	}

}
