package dev.honeyrelay;

import java.util.List;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

/**
 * Stands in for HoneyHive on the loopback interface, with the runs, the story and the
 * failures told by the folder {@code honeyhive} of the test class path. A WireMock
 * container given that folder as its root answers the same.
 */
public final class StandIn {

	private static final int REMEMBERED_REQUESTS = 1000;

	private final WireMockServer server;

	private StandIn(WireMockServer server) {
		this.server = server;
	}

	/**
	 * Starts one on {@code port}, or on any free port if that is zero; its story begins
	 * anew.
	 */
	public static StandIn start(int port) {
		WireMockServer server = new WireMockServer(WireMockConfiguration.options()
			.bindAddress("127.0.0.1")
			.port(port)
			.usingFilesUnderClasspath("honeyhive")
			.asynchronousResponseEnabled(true)
			.maxRequestJournalEntries(REMEMBERED_REQUESTS));
		server.start();
		return new StandIn(server);
	}

	/** Returns where it listens, without a trailing slash. */
	public String baseUrl() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/** Returns the targets that were asked for since the last call, the oldest first. */
	public List<String> asked() {
		List<String> targets = this.server.getAllServeEvents()
			.reversed()
			.stream()
			.map((event) -> event.getRequest().getUrl())
			.toList();
		this.server.resetRequests();
		return targets;
	}

	/** Stops listening; requests still waiting for an answer get none. */
	public void stop() {
		this.server.stop();
	}

}
