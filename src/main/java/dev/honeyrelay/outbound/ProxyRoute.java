package dev.honeyrelay.outbound;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.NettyPipeline;

/**
 * What a connection through a proxy is made of.
 *
 * @param proxy the proxy
 * @param tls what TLS is spoken with to the proxy itself, or {@code null} for none
 * @param timeout longest time for the proxy's answer, and for a handshake with it
 * @param names for the proxy's name
 * @param target what is asked through it
 * @param secure whether TLS is spoken to the target
 */
record ProxyRoute(Proxy proxy, @Nullable SslContext tls, Duration timeout,
		AddressResolverGroup<InetSocketAddress> names, Authority target, boolean secure) {

	private static final Logger log = LoggerFactory.getLogger(Outbound.class);

	/** Has {@code channel}, not connected yet, lead to the proxy. */
	void install(Channel channel) {
		channel.pipeline().addFirst(new ProxyConnector(this));
		if (!isTunnelled()) {
			channel.pipeline().addAfter(NettyPipeline.HttpCodec, null, new AbsoluteForm(this));
		}
	}

	/** Returns where the proxy is, its name not looked up. */
	InetSocketAddress unresolved() {
		return InetSocketAddress.createUnresolved(this.proxy.address().host(), this.proxy.address().port());
	}

	/**
	 * Returns whether the connection leads through the proxy to the target; otherwise the
	 * proxy itself is asked for what is there (RFC 9112 section 3.2.2).
	 */
	boolean isTunnelled() {
		return this.secure || this.proxy.kind() == Proxy.Kind.SOCKS5;
	}

	/**
	 * Returns what asks the proxy, which is at {@code address}, to let a connection
	 * through.
	 */
	ProxyHandler tunnel(SocketAddress address) {
		ProxyHandler tunnel = (this.proxy.kind() == Proxy.Kind.SOCKS5)
				? new Socks5ProxyHandler(address, this.proxy.user(), this.proxy.password())
				: new ConnectTunnel(address, this);
		tunnel.setConnectTimeoutMillis(this.timeout.toMillis());
		return tunnel;
	}

	/** Returns what is told as the failure where the proxy answered {@code status}. */
	ProxyRefusedException refusal(int status) {
		log.atWarn()
			.addKeyValue("proxy", this.proxy)
			.addKeyValue("target", this.target)
			.addKeyValue("status", status)
			.log("proxy refused");
		return new ProxyRefusedException(status);
	}

	/** Returns what speaks TLS with the proxy itself, or {@code null} for nothing. */
	@Nullable SslHandler proxyTls(ChannelHandlerContext context) {
		if (this.tls == null) {
			return null;
		}
		SslHandler handler = this.tls.newHandler(context.alloc(), this.proxy.address().host(),
				this.proxy.address().port());
		handler.setHandshakeTimeoutMillis(this.timeout.toMillis());
		return handler;
	}

}
