package dev.honeyrelay.outbound;

import java.net.SocketAddress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * Asks an HTTP proxy to let a connection through (RFC 9110 section 9.3.6). Unlike Netty's
 * own it tells which status the proxy refuses with, and waits for no more than that.
 */
final class ConnectTunnel extends ProxyHandler {

	private final HttpClientCodec codec = new HttpClientCodec();

	private final ProxyRoute route;

	ConnectTunnel(SocketAddress proxy, ProxyRoute route) {
		super(proxy);
		this.route = route;
	}

	@Override
	public String protocol() {
		return "http";
	}

	@Override
	public String authScheme() {
		return (this.route.proxy().user() != null) ? "basic" : "none";
	}

	@Override
	protected void addCodec(ChannelHandlerContext context) {
		context.pipeline().addBefore(context.name(), null, this.codec);
	}

	@Override
	protected void removeEncoder(ChannelHandlerContext context) {
		this.codec.removeOutboundHandler();
	}

	@Override
	protected void removeDecoder(ChannelHandlerContext context) {
		this.codec.removeInboundHandler();
	}

	@Override
	protected Object newInitialMessage(ChannelHandlerContext context) {
		String authority = this.route.target().toString();
		String authorization = this.route.proxy().authorization();
		DefaultFullHttpRequest connect = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.CONNECT,
				authority);
		connect.headers().set(HttpHeaderNames.HOST, authority);
		if (authorization != null) {
			connect.headers().set(HttpHeaderNames.PROXY_AUTHORIZATION, authorization);
		}
		return connect;
	}

	@Override
	protected boolean handleResponse(ChannelHandlerContext context, Object message) throws ProxyRefusedException {
		if (message instanceof HttpResponse response) {
			boolean let = response.decoderResult().isSuccess()
					&& response.status().codeClass() == HttpStatusClass.SUCCESS;
			if (!let) {
				context.pipeline().addBefore(context.name(), null, new Remainder());
				throw this.route.refusal(response.status().code());
			}
		}
		return message instanceof LastHttpContent;
	}

	/**
	 * Lets nothing through of what comes with a refusal: behind this it would be taken
	 * for the target's TLS.
	 */
	private static final class Remainder extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ReferenceCountUtil.release(message);
		}

	}

}
