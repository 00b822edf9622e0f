package dev.honeyrelay.api;

import java.util.List;

import dev.honeyrelay.harness.Fixtures;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fixture passes through byte for byte: nulls, empty members, unknown fields, odd
 * numbers and Unicode included.
 */
class FixtureTests {

	private final Stage stage = Stage.shared();

	@ParameterizedTest
	@MethodSource("fixtures")
	void everyFixturePassesByteForByte(String file) {
		byte[] bytes = Fixtures.bytes(file);
		String plain = this.stage.newRun();
		this.stage.upstream().on(plain, Script.json(bytes));
		String coded = this.stage.newRun();
		this.stage.upstream().on(coded, Script.json(Script.gzip(bytes), "Content-Encoding: gzip"));

		RawResponse identity = this.stage.relay().get("/v1/runs/" + plain + "/result");
		RawResponse gzip = this.stage.relay().get("/v1/runs/" + coded + "/result", "Accept-Encoding: gzip");

		assertThat(identity.body()).isEqualTo(bytes);
		assertThat(gzip.content()).isEqualTo(bytes);
		assertThat(gzip.value("ETag")).isEqualTo(identity.value("ETag").replaceFirst("\"$", "-gzip\""));
		assertThat(this.stage.relay().get("/v1/runs/" + coded + "/result").body()).isEqualTo(bytes);
		assertThat(this.stage.relay().get("/v1/runs/" + plain + "/result", "Accept-Encoding: gzip").body())
			.isEqualTo(gzip.body());
	}

	@ParameterizedTest
	@CsvSource({ "d832576e-7061-4c13-8123-d1b4e8ed58fb/result,result_completed.json",
			"7c8776d8-3d24-43c3-8c1f-bade46249992/summary,result_old.json",
			"0be07ccb-6b3d-414a-b2a6-4569fcd78109/result,result_running.json",
			"9ad10081-4c94-48ab-afbd-66ac87272370/result,result_unicode.json",
			"4dd9c8be-a1a2-44d2-b363-6e506d2acbdc/result,result_numbers.json",
			"c4efa828-146a-4fd3-a9aa-53cc38140fb5/result,result_nulls.json", "ci-48213/result,result_custom_id.json",
			"ci-48213,run_custom.json", "d832576e-7061-4c13-8123-d1b4e8ed58fb/metrics,metrics.json",
			"d832576e-7061-4c13-8123-d1b4e8ed58fb/compare/7c8776d8-3d24-43c3-8c1f-bade46249992,compare.json" })
	void theStandInsRunsAreServed(String path, String file) {
		assertThat(Fixtures.relay().get("/v1/runs/" + path).body()).isEqualTo(Fixtures.bytes(file));
	}

	static List<String> fixtures() {
		return Fixtures.all();
	}

}
