package dev.honeyrelay.outbound;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * The way to one origin: straight, or through a proxy. Its text form has no secret.
 */
public final class Route {

	private final Authority target;

	private final boolean secure;

	private final @Nullable Proxy proxy;

	private final WayOut way;

	private final TlsContexts tls;

	Route(Authority target, boolean secure, @Nullable Proxy proxy, WayOut way, TlsContexts tls) {
		this.target = target;
		this.secure = secure;
		this.proxy = proxy;
		this.way = way;
		this.tls = tls;
	}

	/**
	 * Returns {@code client} with its new connections made on this way, with what is
	 * trusted at this moment.
	 * @param connectTimeout longest time for a connection, again for the proxy's answer,
	 * and again for a TLS handshake
	 * @param names for the name of the target or, behind a proxy, for the proxy's alone
	 */
	public HttpClient lead(HttpClient client, Duration connectTimeout, AddressResolverGroup<InetSocketAddress> names) {
		HttpClient led = client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS,
				Math.toIntExact(connectTimeout.toMillis()));
		Proxy between = this.proxy;
		if (between == null) {
			led = led.resolver(names);
		}
		else {
			SslContext toProxy = (between.kind() == Proxy.Kind.HTTPS) ? this.tls.contextFor(this.way) : null;
			ProxyRoute through = new ProxyRoute(between, toProxy, connectTimeout, names, this.target, this.secure);
			led = led.resolver(NoopAddressResolverGroup.INSTANCE)
				.doOnChannelInit((observer, channel, address) -> through.install(channel));
		}
		if (!this.secure) {
			return led;
		}
		SslContext context = this.tls.contextFor(this.way);
		// It begins when there is a connection to the proxy, which has its own time.
		Duration handshake = (between != null) ? connectTimeout.multipliedBy(2) : connectTimeout;
		return led.secure((spec) -> spec.sslContext(context).handshakeTimeout(handshake));
	}

	/**
	 * Calls {@code listener} whenever other certificates or keys are to be used from then
	 * on.
	 */
	public void onRenewal(Runnable listener) {
		this.tls.listen(this.way, listener);
	}

	/** Returns it as an operator is told it. */
	@Override
	public String toString() {
		String trust = (this.way.bundle() != null) ? "bundle " + this.way.bundle() : "the JVM's";
		boolean anyTls = this.secure || (this.proxy != null && this.proxy.kind() == Proxy.Kind.HTTPS);
		return (this.secure ? "https://" : "http://") + this.target
				+ ((this.proxy != null) ? " through the proxy " + this.proxy : " without a proxy")
				+ (anyTls ? ", trusting " + trust : "");
	}

}
