package dev.honeyrelay.views;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Where runs are at HoneyHive is never left to a run's id.
 */
class ViewsPropertiesTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://{run_id}.app.example/", "https://{run_id}.app.example/{run_id}",
			"https://app.example{run_id}/", "https://app.{run_id}/", "https://{run_id}/",
			"https://app.example:{run_id}/", "https://app.example:80{run_id}/", "https://{run_id}@app.example/",
			"{run_id}://app.example/", "http{run_id}://app.example/{run_id}", "https:/{run_id}",
			"//app.example/{run_id}", "https://app.example/", "javascript:alert({run_id})", "https://a b/{run_id}" })
	void aRunsIdDecidesNothingBeforeThePath(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> of(url))
			.withMessage(
					"relay.views.honeyhive-url must be an http or https URL with {run_id} where a run's id belongs, "
							+ "which is in its path, query or fragment");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://app.example/{run_id}", "http://app.example:8080/a/{run_id}/b",
			"https://app.example?run={run_id}", "https://app.example/#/{run_id}", "https://[::1]/{run_id}?x={run_id}",
			"HTTPS://App.Example/{run_id}", "https://run/{run_id}" })
	void aRunsIdStandsInThePathTheQueryOrTheFragment(String url) {
		assertThat(of(' ' + url + ' ').honeyhiveUrl()).isEqualTo(url);
	}

	@Test
	void withoutOneThereIsNoLink() {
		assertThat(of(" ").honeyhiveUrl()).isNull();
	}

	private static ViewsProperties of(String url) {
		return new ViewsProperties(Duration.ofSeconds(10), 8, url);
	}

}
