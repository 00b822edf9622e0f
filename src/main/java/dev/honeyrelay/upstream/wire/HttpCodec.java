package dev.honeyrelay.upstream.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Turns requests into bytes and bytes into responses, and ends a connection over which
 * HoneyHive says something without having been asked: it must not answer the next
 * request.
 */
final class HttpCodec extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {

	private static final int MAX_HEADER_SIZE = 32 * 1024;

	private static final String CHUNKED = HttpHeaderValues.CHUNKED.toString();

	private static final Pattern STATUS = Pattern.compile("[1-5][0-9][0-9]");

	// Whether a response is expected or not over yet.
	private boolean awaited;

	HttpCodec() {
		init(new ResponseDecoder(), new HttpRequestEncoder());
	}

	/** Takes the place of the codec that {@code channel} was made with. */
	static void install(Channel channel) {
		channel.pipeline().replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, new HttpCodec());
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof HttpRequest) {
			this.awaited = true;
		}
		super.write(context, message, promise);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (this.awaited) {
			super.channelRead(context, message);
			return;
		}
		ReferenceCountUtil.release(message);
		ChannelFuture _ = context.close();
	}

	/**
	 * Reads responses by the letter of RFC 9112: one for each request, with a framing
	 * that leaves no doubt, and not a byte more. Interim responses are skipped.
	 */
	private final class ResponseDecoder extends HttpResponseDecoder {

		// A list of its own: what has once been in the decoder's stops it from reading
		// on.
		private final List<Object> decoded = new ArrayList<>();

		private boolean interim;

		ResponseDecoder() {
			super(new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_SIZE));
		}

		@Override
		protected HttpMessage createMessage(String[] initialLine) {
			if (!initialLine[0].equals("HTTP/1.1") && !initialLine[0].equals("HTTP/1.0")) {
				throw new IllegalArgumentException("neither HTTP/1.1 nor HTTP/1.0");
			}
			if (!STATUS.matcher(initialLine[1]).matches()) {
				throw new IllegalArgumentException("no status code");
			}
			return super.createMessage(initialLine);
		}

		@Override
		protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
			this.decoded.clear();
			super.decode(context, in, this.decoded);
			for (Object part : this.decoded) {
				if (part instanceof HttpResponse response) {
					begin(response);
				}
				if (this.interim) {
					ReferenceCountUtil.release(part);
				}
				else {
					out.add((part instanceof LastHttpContent last) ? end(last, in) : part);
				}
			}
		}

		@Override
		protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
			super.decodeLast(context, in, out);
			// A header that ends with the connection is no response, no more than half of
			// a status line is: without it, the client sees that the connection ended
			// before one began.
			out.removeIf(ResponseDecoder::isCut);
		}

		private static boolean isCut(Object part) {
			return part instanceof HttpResponse response
					&& response.decoderResult().cause() instanceof PrematureChannelClosureException;
		}

		private void begin(HttpResponse response) {
			boolean switching = response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
			this.interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL && !switching;
			List<String> codings = response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
			boolean known = codings.isEmpty() || (codings.size() == 1 && CHUNKED.equalsIgnoreCase(codings.getFirst()));
			if (switching || !known) {
				response
					.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("not what was asked for")));
			}
		}

		private LastHttpContent end(LastHttpContent last, ByteBuf in) {
			HttpCodec.this.awaited = false;
			if (!in.isReadable()) {
				return last;
			}
			// Whose answer are they? Nobody can tell, so this connection is not to be
			// trusted.
			in.skipBytes(in.readableBytes());
			LastHttpContent failed = new DefaultLastHttpContent(last.content());
			failed.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("bytes after the response")));
			return failed;
		}

	}

}
