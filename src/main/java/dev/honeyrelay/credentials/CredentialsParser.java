package dev.honeyrelay.credentials;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

/**
 * Makes credentials of the settings and of the credentials file, which is accepted as a
 * whole or not at all.
 */
final class CredentialsParser {

	private final RelayProperties properties;

	private final ProjectRule rule;

	CredentialsParser(RelayProperties properties, ProjectRule rule) {
		this.properties = properties;
		this.rule = rule;
	}

	/**
	 * Returns the credentials of the settings and of {@code files}.
	 * @throws IllegalArgumentException if anything is wrong, in one sentence that says
	 * where and shows no secret
	 */
	Credentials read(SecretFiles.Content files) {
		byte @Nullable [] document = files.document();
		CredentialsBuilder credentials = new CredentialsBuilder(this.rule);
		Map<String, YamlEntry> sections = (document != null) ? sections(YamlEntry.of(document)) : Map.of();
		this.properties.addProject(credentials, files.apiKey());
		YamlEntry projects = sections.get("projects");
		if (projects != null) {
			projects.members().forEach((name, project) -> addProject(credentials, name, project));
		}
		this.properties.addCaller(credentials, files.token());
		YamlEntry callers = sections.get("callers");
		if (callers != null) {
			callers.members().forEach((name, caller) -> addCaller(credentials, name, caller));
		}
		return credentials.build();
	}

	// A file cut short after its projects must not pass for a whole one.
	private static Map<String, YamlEntry> sections(YamlEntry root) {
		Map<String, YamlEntry> sections = root.members(known("projects", "callers"));
		root.required(sections, "callers");
		return sections;
	}

	private static void addProject(CredentialsBuilder credentials, String name, YamlEntry entry) {
		Map<String, YamlEntry> members = entry.members(known("id", "api-key"));
		if (!ProjectName.isName(name)) {
			throw entry.refuse("a project's name is at most 64 letters, digits, dots, underscores and hyphens");
		}
		YamlEntry key = entry.required(members, "api-key");
		if (!ApiKey.isFit(key.text())) {
			throw key.refuse("the api-key of the project " + name + " is not visible ASCII without spaces");
		}
		YamlEntry id = members.get("id");
		if (id != null && !Project.isId(id.text())) {
			throw id.refuse("the id of the project " + name + " is not letters, digits, dots, underscores and hyphens");
		}
		credentials.add(new Project(new ProjectName(name), (id != null) ? id.text() : null, ApiKey.of(key.text())),
				entry);
	}

	private static void addCaller(CredentialsBuilder credentials, String name, YamlEntry entry) {
		Map<String, YamlEntry> members = entry
			.members(known("tokens", "identities", "projects", "role", "requests-per-minute"));
		if (!Caller.isName(name)) {
			throw entry.refuse("a caller's name is at most 128 visible ASCII characters without spaces");
		}
		List<String> projects = entry.required(members, "projects").items().stream().map(YamlEntry::text).toList();
		Caller caller = credentials.add(name, role(members.get("role")), projects,
				requestsPerMinute(members.get("requests-per-minute")), entry);
		// Whom the issuer or the gateway names needs no token of its own.
		YamlEntry tokens = members.get("tokens");
		if (tokens != null) {
			tokens.items().forEach((token) -> addToken(credentials, caller, token));
		}
		YamlEntry identities = members.get("identities");
		if (identities != null) {
			identities.items().forEach((identity) -> credentials.add(identity(caller, identity), caller, identity));
		}
		else {
			credentials.noteWithoutIdentities(caller);
		}
	}

	private static Caller.Identity identity(Caller caller, YamlEntry entry) {
		Map<String, YamlEntry> members = entry.members(known("issuer", "gateway", "name"));
		YamlEntry name = entry.required(members, "name");
		if (!Caller.isName(name.text())) {
			throw name.refuse("a name among the identities of the caller " + caller.name()
					+ " is not 1 to 128 visible ASCII characters without spaces");
		}
		YamlEntry issuer = members.get("issuer");
		YamlEntry gateway = members.get("gateway");
		if ((issuer == null) == (gateway == null) || (gateway != null && !gateway.text().equals("true"))) {
			throw entry.refuse("an identity of the caller " + caller.name() + " has either issuer or gateway: true");
		}
		if (issuer != null && !Caller.Identity.isIssuer(issuer.text())) {
			throw issuer.refuse("the issuer of an identity of the caller " + caller.name()
					+ " is a short name of relay.jwt.issuers, or default");
		}
		return new Caller.Identity((issuer != null) ? issuer.text() : null, name.text());
	}

	private static void addToken(CredentialsBuilder credentials, Caller caller, YamlEntry entry) {
		Map<String, YamlEntry> members = entry.members(known("sha256", "expires"));
		YamlEntry digest = entry.required(members, "sha256");
		if (!TokenDigest.isHex(digest.text())) {
			throw digest.refuse("a sha256 of the caller " + caller.name() + " is not 64 hexadecimal digits");
		}
		TokenDigest token = TokenDigest.ofHex(digest.text());
		if (token.isOfNothing()) {
			throw digest.refuse("a sha256 of the caller " + caller.name()
					+ " is the digest of an empty text or line: the token was not set when it was made");
		}
		credentials.add(token, caller, expiry(members.get("expires")), entry);
	}

	private static @Nullable Instant expiry(@Nullable YamlEntry entry) {
		if (entry == null) {
			return null;
		}
		try {
			return Grant.expiry(entry.text());
		}
		catch (DateTimeException ex) {
			throw entry.refuse("expires is a day such as 2027-06-30 or a time such as 2027-06-30T12:00:00Z");
		}
	}

	private static Role role(@Nullable YamlEntry entry) {
		if (entry == null) {
			return Role.READER;
		}
		return switch (entry.text()) {
			case "reader" -> Role.READER;
			case "admin" -> Role.ADMIN;
			default -> throw entry.refuse("role is reader or admin");
		};
	}

	private static @Nullable Integer requestsPerMinute(@Nullable YamlEntry entry) {
		if (entry == null) {
			return null;
		}
		if (!entry.text().matches("[1-9][0-9]{0,6}")) {
			throw entry.refuse("requests-per-minute is a whole number from 1 to 9999999");
		}
		return Integer.valueOf(entry.text());
	}

	private static Set<String> known(String... names) {
		return new TreeSet<>(List.of(names));
	}

}
