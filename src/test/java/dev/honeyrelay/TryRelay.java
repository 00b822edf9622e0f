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
		// Whoever stops it does not wait for a balancer.
		System.setProperty("relay.callers.drain-delay", "0s");
		// The stand-in is on this machine, whatever proxy its user has.
		System.setProperty("relay.upstream.no-proxy", "*");
		var context = (WebServerApplicationContext) SpringApplication.run(HoneyHiveRelay.class, args);
		String relay = "http://localhost:" + context.getWebServer().getPort();
		System.out.printf("""

				The relay answers at %1$s for the token %2$s
				HoneyHive is an embedded stand-in; nothing leaves this machine.

				Ask twice, and see a miss and then a hit in Cache-Status:
				  curl -i -H 'Authorization: Bearer %2$s' %1$s/v1/runs/ci-48213/result

				Watch a run that completes, and whose scores arrive after that:
				  while sleep 1; do curl -si -H 'Authorization: Bearer %2$s' %1$s/v1/runs/nightly-story/result \\
				    | grep -E '^Cache-Status|^  "status"|"aggregate"' | tr -d '\\r\\n'; echo; done

				See a metric over twelve runs, as rows for a spreadsheet:
				  curl -u me:%2$s '%1$s/views/trend.csv?name=support-answers&metric=answer_correctness'

				The same in a browser, with any user name and the token as the password:
				  %1$s/views/trend?name=support-answers

				Stop with Ctrl-C.

				""", relay, TOKEN);
	}

}
