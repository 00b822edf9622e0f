package dev.honeyrelay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flags of an operator's that the image's own contradict end the JVM with a reason, and
 * docs/failures.md says what to do about each.
 */
class JvmOptionsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-XX:+UseG1GC | Multiple garbage collectors selected
			-XX:+UseZGC  | Multiple garbage collectors selected
			-Xmx64m      | Initial heap size set to a larger value than the maximum heap size
			""")
	void whatContradictsTheImagesOwnIsRefusedWithAReasonThatThePageKnows(String flag, String reason) throws Exception {
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"@docker/jvm.options", "-version")
			.redirectErrorStream(true);
		java.environment().put("JDK_JAVA_OPTIONS", flag);

		Process process = java.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

		assertThat(process.waitFor()).isEqualTo(1);
		assertThat(printed).contains(reason);
		assertThat(Files.readString(Path.of("docs/failures.md"))).contains('`' + reason);
	}

}
