package dev.honeyrelay.access;

import java.util.List;
import java.util.Map;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.credentials.Role;
import dev.honeyrelay.run.ProjectName;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.servlet.HandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Which of its projects a caller's request is about.
 */
class ChosenProjectTests {

	private static final Project LAB = new Project(new ProjectName("lab"), "66f1c0", ApiKey.of("hh_lab"));

	private static final Project SUPPORT = new Project(new ProjectName("support"), null, ApiKey.of("hh_support"));

	private static final Caller CALLER = caller(LAB);

	@ParameterizedTest
	@CsvSource({ "lab, , lab", "support, , support", ", lab, lab", ", 66f1c0, lab", "lab, 66f1c0, lab", "lab, lab, lab",
			"support, support, support", ", , lab" })
	void itIsTheOneThatIsNamed(String header, String path, String project) {
		assertThat(ProjectChoice.ofOne().choose(CALLER, header, path)).extracting((one) -> one.name().value())
			.containsExactly(project);
	}

	@ParameterizedTest
	@CsvSource({ "secret, ", "66f1c0, ", ", secret", "secret, secret", "'', ", "LAB, " })
	void whatTheCallerMayNotReadIsRefusedAsIfItWereNotThere(String header, String path) {
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> ProjectChoice.ofOneOrAll().choose(CALLER, header, path));
	}

	@ParameterizedTest
	@CsvSource({ "lab, support", "support, 66f1c0", "secret, lab", "lab, secret" })
	void aPathAndAFieldThatDisagreeAreUnclear(String header, String path) {
		assertThatExceptionOfType(UnclearProjectException.class)
			.isThrownBy(() -> ProjectChoice.ofOne().choose(CALLER, header, path));
	}

	@Test
	void whoNamesNoneReadsTheDefaultOrAll() {
		assertThat(ProjectChoice.ofOneOrAll().choose(CALLER, null, null)).containsExactly(LAB, SUPPORT);
		assertThat(ProjectChoice.ofOneOrAll().choose(CALLER, "support", null)).containsExactly(SUPPORT);
		assertThatExceptionOfType(UnclearProjectException.class)
			.isThrownBy(() -> ProjectChoice.ofOne().choose(caller(null), null, null));
	}

	@Test
	void aFieldNamesOneProject() {
		assertThat(ProjectChoice.namedIn(HttpFields.build())).isNull();
		assertThat(ProjectChoice.namedIn(HttpFields.build().add("relay-project", "lab"))).isEqualTo("lab");
		assertThatExceptionOfType(UnclearProjectException.class).isThrownBy(() -> ProjectChoice
			.namedIn(HttpFields.build().add("Relay-Project", "lab").add("Relay-Project", "lab")));
	}

	@Test
	void aPathNamesOneWhereItHasAPlaceForIt() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		assertThat(ProjectChoice.namedInPath(request)).isNull();
		request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of("run", "a"));
		assertThat(ProjectChoice.namedInPath(request)).isNull();
		request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of("run", "a", "project", "lab"));
		assertThat(ProjectChoice.namedInPath(request)).isEqualTo("lab");
	}

	@Test
	void forWhomNobodyKnowsNoneIsChosen() {
		MockHttpServletRequest request = new MockHttpServletRequest();

		assertThat(ProjectChoice.ofOne().preHandle(request, new MockHttpServletResponse(), this)).isTrue();
		assertThatNullPointerException().isThrownBy(() -> ProjectChoice.of(request));
	}

	private static Caller caller(Project otherwise) {
		return new Caller("ada", Role.READER, List.of(LAB, SUPPORT), otherwise, null, null);
	}

}
