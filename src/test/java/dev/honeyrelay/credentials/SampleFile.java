package dev.honeyrelay.credentials;

import dev.honeyrelay.TestTokens;

/**
 * A credentials file with all there can be in one, for tests to take and to spoil.
 */
final class SampleFile {

	/** A HoneyHive key in it, which must not be seen anywhere. */
	static final String KEY = "hh_canary-4711";

	/** A token of its caller grafana. */
	static final String TOKEN = "a-token-of-some-length";

	/** A token of its caller operator, which expires. */
	static final String EXPIRING = "another-token";

	static final String DOCUMENT = """
			projects:
			  search-quality: { id: 66f1c0, api-key: hh_canary-4711 }
			  support-bot:
			    api-key: hh_other
			callers:
			  grafana: { tokens: [ { sha256: %s } ], projects: [support-bot, search-quality] }
			  operator:
			    tokens: [ { sha256: %s, expires: 2026-06-30 } ]
			    projects: ["*"]
			    role: admin
			    requests-per-minute: 600
			""".formatted(TestTokens.sha256(TOKEN), TestTokens.sha256(EXPIRING));

	private SampleFile() {
	}

}
