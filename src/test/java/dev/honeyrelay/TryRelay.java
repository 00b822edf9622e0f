package dev.honeyrelay;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * Starts the relay against an embedded stand-in for HoneyHive and says how to talk to it.
 */
final class TryRelay {

	private static final String TOKEN = "try-the-relay-with-me";

	private TryRelay() {
	}

	public static void main(String[] args) {
		StandIn honeyHive = StandIn.start(0);
		System.setProperty("relay.api-key", "hh_stand_in");
		System.setProperty("relay.token", TOKEN);
		System.setProperty("relay.upstream.base-url", honeyHive.baseUrl());
		var context = (WebServerApplicationContext) SpringApplication.run(HoneyHiveRelay.class, args);
		String relay = "http://localhost:" + context.getWebServer().getPort();
		System.out.printf("""

				The relay answers at %1$s for the token %2$s; HoneyHive is an embedded stand-in.

				Twice the same question, a miss and then a hit (look at Cache-Status):
				  curl -i -H 'Authorization: Bearer %2$s' %1$s/v1/runs/ci-48213/result

				A run that completes while you watch, and whose scores arrive late:
				  while sleep 1; do curl -si -H 'Authorization: Bearer %2$s' %1$s/v1/runs/nightly-story/result \\
				    | grep -iE '^cache-status|"status": "[a-z]+",$' | head -2; done

				""", relay, TOKEN);
	}

}
