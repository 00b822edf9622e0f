package dev.honeyrelay.server;

import org.eclipse.jetty.server.Server;

import org.springframework.boot.jetty.JettyServerCustomizer;

/**
 * Gives the callers' port its connections, and each request a thread of its own.
 */
public final class CallersPort implements JettyServerCustomizer {

	private final ConnectionLimits limits;

	private final boolean originMatters;

	/**
	 * Creates the port.
	 * @param originMatters whether a request that is refused needs its {@code Origin}
	 */
	public CallersPort(ConnectionLimits limits, boolean originMatters) {
		this.limits = limits;
		this.originMatters = originMatters;
	}

	@Override
	public void customize(Server server) {
		CallerConnectionFactory.install(server,
				(configuration, connector, endPoint) -> new CallersPortConnection(configuration, connector, endPoint,
						this.limits, this.originMatters) {
				});
		ServerThreads.giveEachRequestItsOwn(server, this.limits);
	}

}
