package dev.honeyrelay.access;

import java.util.List;
import java.util.Map;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Credentials;
import dev.honeyrelay.credentials.Role;
import dev.honeyrelay.credentials.TestCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody may read who is in some groups and has no entry of its own.
 */
class GroupGrantsTests {

	private static final Credentials IN_FORCE = new TestCredentials("""
			projects:
			  lab: { api-key: hh_lab }
			  support: { api-key: hh_support }
			  secret: { api-key: hh_secret }
			callers:
			  ci: { projects: [lab], identities: [ { gateway: true, name: ci } ] }
			""").source().get();

	private static final GroupGrants GRANTS = new GroupGrants(
			Map.of("a", List.of("support", "lab"), "b", List.of("lab", "gone"), "ghosts", List.of("gone", "no name"),
					"admins", List.of("*"), "mixed", List.of("secret", "*"), "nobody", List.of()));

	private final Caller.Identity identity = new Caller.Identity("staff", "ada");

	// Groups, what may be read, and what is read where no project is named.
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "a|support,lab|support", "b|lab|lab", "b,a|lab,support|lab", "a,b|support,lab|support",
					"admins|lab,support,secret|", "mixed|secret,lab,support|secret",
					"a,admins|support,lab,secret|support", "a,other,ghosts|support,lab|support" })
	void groupsReadWhatIsGrantedToThemInTheirOrder(String groups, String projects, String first) {
		Caller reader = GRANTS.reader(this.identity, List.of(groups.split(",")), IN_FORCE);

		assertThat(names(reader)).isEqualTo(projects);
		assertThat((reader.defaultProject() != null) ? reader.defaultProject().name().value() : null).isEqualTo(first);
		assertThat(reader.role()).isEqualTo(Role.READER);
		assertThat(reader.name()).isEqualTo("ada");
		assertThat(reader.stranger()).isEqualTo(this.identity);
		assertThat(reader.requestsPerMinute()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "other", "nobody", "ghosts", "A", "''" })
	void whoIsGrantedNothingIsNoReader(String groups) {
		assertThat(GRANTS.reader(this.identity, List.of(groups.split(",")), IN_FORCE)).isNull();
	}

	@Test
	void theStarIsEverybody() {
		GroupGrants open = new GroupGrants(Map.of("*", List.of("support"), "a", List.of("lab")));

		assertThat(names(open.reader(this.identity, List.of(), IN_FORCE))).isEqualTo("support");
		assertThat(names(open.reader(this.identity, List.of("a"), IN_FORCE))).isEqualTo("lab,support");
	}

	@Test
	void namesThatStandForNoProjectAreKnown() {
		assertThat(GRANTS.unknownProjects(IN_FORCE)).containsExactly("gone", "no name");
		assertThat(new GroupGrants(Map.of("a", List.of("lab", "*"))).unknownProjects(IN_FORCE)).isEmpty();
	}

	private static String names(Caller reader) {
		return String.join(",", reader.projects().stream().map((project) -> project.name().value()).toList());
	}

}
