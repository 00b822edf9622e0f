package dev.honeyrelay.upstream.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Turns requests into bytes and bytes into responses, and ends a connection over which
 * HoneyHive says something without having been asked: it must not answer the next
 * request.
 */
final class HttpCodec extends CombinedChannelDuplexHandler<ResponseDecoder, HttpRequestEncoder> {

	private final ResponseDecoder decoder = new ResponseDecoder();

	HttpCodec() {
		init(this.decoder, new HttpRequestEncoder());
	}

	/** Takes the place of the codec that {@code channel} was made with. */
	public static void install(Channel channel) {
		channel.pipeline().replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, new HttpCodec());
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof HttpRequest) {
			this.decoder.expect();
		}
		super.write(context, message, promise);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (this.decoder.isAwaited()) {
			super.channelRead(context, message);
			return;
		}
		ReferenceCountUtil.release(message);
		ChannelFuture _ = context.close();
	}

}
