package dev.honeyrelay.outbound;

import java.util.List;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.core.env.StandardEnvironment;

/**
 * Gets documents without a proxy, for tests that start no relay.
 */
public final class DirectWay implements AutoCloseable {

	private final Outbound outbound = new Outbound(new OutboundProperties(null, List.of("*"), null),
			new DefaultSslBundleRegistry(), new StandardEnvironment());

	/** Returns what gets them. */
	public DocumentClient documents() {
		return this.outbound.documents(WayOut.UNSAID);
	}

	/** Returns what the operator is told of whom will be asked. */
	public List<String> destinations() {
		return this.outbound.destinations();
	}

	@Override
	public void close() {
		this.outbound.close();
	}

}
