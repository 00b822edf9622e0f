package dev.honeyrelay.problem;

import java.io.IOException;
import java.util.Objects;

import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import org.springframework.util.ReflectionUtils;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A fault in the middle of an answer.
 */
class BrokenAnswerTests {

	@Test
	void anAnswerThatBreaksOffDoesNotLookWhole() throws Exception {
		try (Stage stage = Stage.open()) {
			RequestMappingHandlerMapping mapping = stage.relay().component(RequestMappingHandlerMapping.class);
			mapping.registerMapping(
					RequestMappingInfo.paths("/v1/broken").options(mapping.getBuilderConfiguration()).build(),
					new Breaking(), Objects.requireNonNull(
							ReflectionUtils.findMethod(Breaking.class, "answer", HttpServletResponse.class)));

			try (RawCaller caller = stage.relay().connect()) {
				caller.send(RunningRelay.request("GET", "/v1/broken"));

				assertThatThrownBy(caller::receive).isInstanceOf(Exception.class);
				assertThat(caller.isClosed()).isTrue();
			}
		}
	}

	/**
	 * Answers half.
	 */
	static final class Breaking {

		void answer(HttpServletResponse response) throws IOException {
			response.getOutputStream().write(new byte[100_000]);
			response.flushBuffer();
			throw new IllegalStateException("half way");
		}

	}

}
