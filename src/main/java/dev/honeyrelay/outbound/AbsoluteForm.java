package dev.honeyrelay.outbound;

import java.util.Locale;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Asks a proxy for what is at another origin, by the whole URL of it (RFC 9112 section
 * 3.2.2). What the proxy refuses on its own behalf is told as its failure, as far as it
 * can be told from the origin's answer.
 */
final class AbsoluteForm extends ChannelDuplexHandler {

	private static final String SQUID = "x-squid-error";

	private static final String PROXY_STATUS = "proxy-status";

	private static final int HTTP = 80;

	private final ProxyRoute route;

	private final @Nullable String authorization;

	AbsoluteForm(ProxyRoute route) {
		this.route = route;
		this.authorization = route.proxy().authorization();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof HttpRequest request) {
			request.setUri("http://" + this.route.target().without(HTTP) + request.uri());
			if (this.authorization != null) {
				request.headers().set(HttpHeaderNames.PROXY_AUTHORIZATION, this.authorization);
			}
		}
		super.write(context, message, promise);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (!(message instanceof HttpResponse response) || !isOfProxy(response)) {
			super.channelRead(context, message);
			return;
		}
		ReferenceCountUtil.release(message);
		context.fireExceptionCaught(this.route.refusal(response.status().code()));
		ChannelFuture _ = context.close();
	}

	// 407 is a proxy's alone, and HoneyHive asks for no user and password, which some
	// proxies do by 401. Of others the proxy may say that they are its own (RFC 9209
	// section 2.1.1; Squid by a field of its own).
	private static boolean isOfProxy(HttpResponse response) {
		HttpHeaders fields = response.headers();
		return switch (response.status().code()) {
			case 407 -> true;
			case 401 -> hasValue(fields, HttpHeaderNames.WWW_AUTHENTICATE, "basic ");
			default ->
				response.status().code() >= 400 && (fields.contains(SQUID) || hasValue(fields, PROXY_STATUS, "error="));
		};
	}

	private static boolean hasValue(HttpHeaders fields, CharSequence name, String part) {
		return fields.getAll(name).stream().anyMatch((value) -> value.toLowerCase(Locale.ROOT).contains(part));
	}

}
