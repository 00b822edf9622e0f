package dev.honeyrelay;

/**
 * The callers of {@link TeamRelay}, by their tokens.
 */
public final class Team {

	/** May read search-quality, its default, and support-bot. */
	public static final String GRAFANA = "token-of-grafana-4711";

	/** May read support-bot alone. */
	public static final String RELEASE_CI = "token-of-release-ci-4711";

	/** May read everything and purge it, and has no default. */
	public static final String OPERATOR = "token-of-operator-4711";

	/** May read support-bot, and purge what is stored about it. */
	public static final String STEWARD = "token-of-steward-4711";

	/** Was grafana's until 2020. */
	public static final String EXPIRED = "token-expired-long-ago";

	private Team() {
	}

	/** Returns the credentials file in which they are. */
	static String credentialsFile() {
		return """
				projects:
				  search-quality: { id: 66f1c0, api-key: hh_search }
				  support-bot: { id: 77a2d1, api-key: hh_support }
				  secret-lab: { id: 88b3e2, api-key: hh_lab }
				callers:
				  grafana:
				    tokens: [ { sha256: %s }, { sha256: %s, expires: 2019-12-31 } ]
				    projects: [search-quality, support-bot]
				    identities: [ { issuer: default, name: grafana }, { issuer: signed, name: grafana@example.com } ]
				  release-ci: { tokens: [ { sha256: %s, expires: 2999-12-31 } ], projects: [support-bot] }
				  operator:
				    tokens: [ { sha256: %s } ]
				    projects: ["*"]
				    role: admin
				    identities: [ { issuer: default, name: operator } ]
				  steward: { tokens: [ { sha256: %s } ], projects: [support-bot], role: admin }
				""".formatted(TestTokens.sha256(GRAFANA), TestTokens.sha256(EXPIRED), TestTokens.sha256(RELEASE_CI),
				TestTokens.sha256(OPERATOR), TestTokens.sha256(STEWARD));
	}

}
