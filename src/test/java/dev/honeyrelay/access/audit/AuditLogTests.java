package dev.honeyrelay.access.audit;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.honeyrelay.access.CallerAuthentication;
import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.credentials.Role;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Which requests the audit log tells of, and what of them.
 */
class AuditLogTests {

	private static final ProjectName LAB = new ProjectName("lab");

	private final AtomicLong nanos = new AtomicLong(1_000_000);

	private final AtomicBoolean crowded = new AtomicBoolean();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final LogWatch log = LogWatch.anew();

	@AfterEach
	void nobodyCalls() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@CsvSource({ "GET, /v1/runs/a, read, 42", "HEAD, /v1/runs/a, read, 0", "DELETE, /admin/cache/runs/a, purge, 42" })
	void aLineTellsWhoAskedWhatAndWhatCameOfIt(String method, String path, String event, int bytes) throws Exception {
		call(Role.READER);

		filter(true).doFilter(request(method, path), this.response, answering("hit", List.of(LAB)));

		assertThat(this.log.lines()).singleElement()
			.asString()
			.startsWith("INFO dev.honeyrelay.audit: " + event)
			.contains("caller=\"ada\"", "identified_by=\"token\"", "project=\"lab\"", "operation=\"result\"",
					"run_ids=\"[a]\"", "outcome=\"hit\"", "status=\"200\"", "bytes=\"" + bytes + '"',
					"duration_ms=\"2.5\"");
	}

	@Test
	void whatIsNotKnownIsLeftAway() throws Exception {
		call(Role.READER);
		filter(true).doFilter(request("GET", "/v1/runs/a"), this.response,
				(request, response) -> AuditEntry.of((MockHttpServletRequest) request).ends("not-found", 0));

		assertThat(this.log.lines()).singleElement()
			.asString()
			.contains("outcome=\"not-found\"")
			.doesNotContain("project", "operation", "run_ids");
	}

	@Test
	void severalProjectsAreListed() throws Exception {
		call(Role.READER);
		filter(true).doFilter(request("GET", "/v1/runs/a"), this.response,
				answering("hit", List.of(LAB, new ProjectName("support"))));

		assertThat(this.log.lines()).singleElement().asString().contains("project=\"lab,support\"");
	}

	@Test
	void aFailureIsToldAsWell() throws Exception {
		call(Role.READER);
		FilterChain failing = (request, response) -> {
			answering("failed", List.of(LAB)).doFilter(request, response);
			throw new IllegalStateException("broken");
		};

		assertThatIllegalStateException()
			.isThrownBy(() -> filter(true).doFilter(request("GET", "/v1/runs/a"), this.response, failing));
		assertThat(this.log.lines()).singleElement().asString().contains("outcome=\"failed\"");
	}

	@Test
	void whoIsNotKnownAndWhatIsNoReadAreNotTold() throws Exception {
		AtomicBoolean passed = new AtomicBoolean();
		filter(true).doFilter(request("GET", "/v1/runs/a"), this.response, (request, response) -> {
			passed.set(true);
			answering("hit", List.of(LAB)).doFilter(request, response);
		});
		assertThat(passed).isTrue();
		call(Role.READER);
		filter(true).doFilter(request("GET", "/v1/runs/a"), this.response, (request, response) -> {
		});

		assertThat(this.log.lines()).isEmpty();
	}

	@Test
	void whileTooManyWaitToBeToldOfNobodyReads() throws Exception {
		call(Role.READER);
		this.crowded.set(true);

		assertThatExceptionOfType(AuditLogCrowdedException.class).isThrownBy(() -> filter(true)
			.doFilter(request("GET", "/v1/runs/a"), this.response, answering("hit", List.of(LAB))));
		assertThat(this.log.lines()).isEmpty();
		filter(false).doFilter(request("GET", "/v1/runs/a"), this.response, answering("hit", List.of(LAB)));
		assertThat(this.log.lines()).isEmpty();
	}

	@Test
	void anEntryIsItsRequests() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		AuditEntry entry = AuditEntry.open(request);

		assertThat(AuditEntry.of(request)).isSameAs(entry);
		assertThat(AuditEntry.of(new MockHttpServletRequest())).isNotNull().isNotSameAs(entry);
		entry.waited(5);
		entry.waited(7);
		assertThat(entry.waited()).isEqualTo(12);
	}

	@Test
	void whoMayPurgeHasARoleForIt() {
		assertThat(authentication(Role.READER).getAuthorities()).isEmpty();
		assertThat(authentication(Role.ADMIN).getAuthorities()).extracting(Object::toString)
			.containsExactly("ROLE_ADMIN");
		assertThat(authentication(Role.READER).isAuthenticated()).isTrue();
		assertThat(authentication(Role.READER).getName()).isEqualTo("ada");
		assertThat(authentication(Role.READER).getCredentials()).isNull();
	}

	private Filter filter(boolean enabled) {
		return new AuditLog(new AuditProperties(enabled), this.nanos::get, this.crowded::get).filter();
	}

	private FilterChain answering(String outcome, List<ProjectName> projects) {
		return (request, response) -> {
			AuditEntry entry = AuditEntry.of((MockHttpServletRequest) request);
			entry.concerns(projects);
			entry.asks("result", List.of(new RunId("a")));
			entry.ends(outcome, 42);
			this.nanos.addAndGet(2_500_000);
		};
	}

	private static MockHttpServletRequest request(String method, String path) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, path);
		request.setServletPath(path);
		AuditEntry.open(request);
		return request;
	}

	private static void call(Role role) {
		SecurityContextHolder.getContext().setAuthentication(authentication(role));
	}

	private static CallerAuthentication authentication(Role role) {
		Project project = new Project(LAB, null, ApiKey.of("hh_key"));
		return new CallerAuthentication(new Caller("ada", role, List.of(project), project, null, null), "token");
	}

}
