package dev.honeyrelay.engine;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

/**
 * A HoneyHive in this process, for which every run was completed long ago and all have
 * the same result.
 */
final class RunsOfOne implements AutoCloseable {

	private final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());

	RunsOfOne() {
		this.server.start();
		this.server.stubFor(get(anyUrl()).willReturn(okJson("""
				{"status":"completed","run_object":{"status":"completed","created_at":"2026-01-01T00:00:00Z"}}""")));
	}

	String baseUrl() {
		return this.server.baseUrl();
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
