package dev.honeyrelay.credentials;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who may read through the relay.
 *
 * @param name who it is, as the audit log calls them
 * @param role what they may do beside reading
 * @param projects what they may read; never empty
 * @param defaultProject what they read where they name no project, or {@code null} if
 * they have to name one
 * @param requestsPerMinute how often they may ask, or {@code null} if as everybody
 * @param stranger how somebody is known who has no entry of its own in the settings or
 * the credentials file, or {@code null} for who has
 */
public record Caller(String name, Role role, List<Project> projects, @Nullable Project defaultProject,
		@Nullable Integer requestsPerMinute, @Nullable Identity stranger) {

	private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,128}");

	private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,126}[\\x21-\\x7e])?");

	public Caller {
		projects = List.copyOf(projects);
	}

	/**
	 * Returns what tells the caller from every other: its name, and for who has no entry
	 * of its own also who vouches for the name. Somebody who is only called like a caller
	 * of the credentials file is somebody else.
	 */
	public String key() {
		return (this.stranger != null) ? this.name + " (" + this.stranger.voucher() + ')' : this.name;
	}

	/**
	 * Returns whether {@code text} can be the name of a caller, in the credentials file,
	 * a token or a gateway's header field: visible ASCII characters without spaces, 128
	 * at most.
	 */
	public static boolean isName(String text) {
		return NAME.matcher(text).matches();
	}

	/**
	 * Returns whether {@code text} can be the name of a group: as a caller's, and with
	 * spaces within.
	 */
	public static boolean isGroup(String text) {
		return GROUP.matcher(text).matches();
	}

	/**
	 * Returns the one of the caller's projects that has this name, or {@code null}:
	 * whether there is another one of that name, nobody is told.
	 */
	public @Nullable Project projectNamed(String name) {
		return project((project) -> project.name().value().equals(name));
	}

	/**
	 * Returns the one of the caller's projects that has this name or id, or {@code null}.
	 */
	public @Nullable Project projectCalled(String nameOrId) {
		return project((project) -> project.name().value().equals(nameOrId) || nameOrId.equals(project.id()));
	}

	/**
	 * A name that somebody else vouches for.
	 *
	 * @param issuer short name of the issuer of tokens that does, or {@code null} if it
	 * is the company's gateway
	 * @param name the name
	 */
	public record Identity(@Nullable String issuer, String name) {

		private static final Pattern ISSUER = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

		/** Returns whether {@code text} can be the short name of an issuer. */
		public static boolean isIssuer(String text) {
			return ISSUER.matcher(text).matches();
		}

		/** Returns who vouches for the name, as the audit log says it. */
		public String voucher() {
			return (this.issuer != null) ? "issuer:" + this.issuer : "gateway";
		}

	}

	private @Nullable Project project(Predicate<Project> which) {
		return this.projects.stream().filter(which).findFirst().orElse(null);
	}

}
