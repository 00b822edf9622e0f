package dev.honeyrelay.outbound;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the proxy where a connection to the target is wanted. Whatever goes wrong
 * on the way to the proxy is told as the proxy's failure.
 */
final class ProxyConnector extends ChannelDuplexHandler {

	private final ProxyRoute route;

	ProxyConnector(ProxyRoute route) {
		this.route = route;
	}

	@Override
	public void connect(ChannelHandlerContext context, SocketAddress target, @Nullable SocketAddress local,
			ChannelPromise promise) {
		this.route.names()
			.getResolver(context.executor())
			.resolve(this.route.unresolved())
			.addListener((Future<InetSocketAddress> found) -> {
				if (found.isSuccess()) {
					connect(context, found.getNow(), target, local, promise);
				}
				else {
					promise.tryFailure(failure("no address", found.cause()));
				}
			});
	}

	private void connect(ChannelHandlerContext context, InetSocketAddress proxy, SocketAddress target,
			@Nullable SocketAddress local, ChannelPromise promise) {
		ChannelPromise connected = context.newPromise();
		connected.addListener((future) -> {
			if (future.isSuccess()) {
				promise.trySuccess();
			}
			else {
				promise.tryFailure(failure("no connection", future.cause()));
			}
		});
		SslHandler tls = this.route.proxyTls(context);
		if (this.route.isTunnelled()) {
			context.pipeline().addBefore(context.name(), null, this.route.tunnel(proxy));
		}
		if (tls != null) {
			context.pipeline().addFirst(tls);
		}
		ChannelFuture _ = context.connect(this.route.isTunnelled() ? target : proxy, local, connected);
	}

	// Those who wait for the target's handshake must not take the proxy's for it.
	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
		if (!(event instanceof SslHandshakeCompletionEvent)) {
			super.userEventTriggered(context, event);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		boolean ofProxy = cause instanceof SSLException
				|| (cause.getCause() instanceof SSLException && !(cause instanceof ProxyConnectException));
		context.fireExceptionCaught(ofProxy ? failure("no TLS connection", cause) : cause);
	}

	private static ProxyConnectException failure(String what, Throwable cause) {
		return (cause instanceof ProxyConnectException known) ? known
				: new ProxyConnectException(what + " to the proxy", cause);
	}

}
