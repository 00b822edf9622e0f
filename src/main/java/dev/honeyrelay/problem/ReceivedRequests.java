package dev.honeyrelay.problem;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import org.springframework.boot.jetty.JettyServerCustomizer;

/**
 * Requests as everything behind the container's parser sees them. Nobody reads a body, so
 * that its type, which may name a character set that nobody knows, is left out, and so is
 * the language that is wished for, since there is one only; and {@code OPTIONS *}, which
 * is about the server as a whole (RFC 9110, section 9.3.7), asks for what
 * {@code OPTIONS /} does.
 */
public final class ReceivedRequests extends Handler.Wrapper {

	private ReceivedRequests() {
	}

	/** Puts such requests before all handlers. */
	public static JettyServerCustomizer customizer() {
		return (server) -> server.insertHandler(new ReceivedRequests());
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		boolean surplus = request.getHeaders().contains(HttpHeader.CONTENT_TYPE)
				|| request.getHeaders().contains(HttpHeader.ACCEPT_LANGUAGE);
		boolean whole = isAboutTheWholeServer(request);
		return super.handle((surplus || whole) ? new Received(request, whole) : request, response, callback);
	}

	private static boolean isAboutTheWholeServer(Request request) {
		return HttpMethod.OPTIONS.is(request.getMethod()) && "*".equals(request.getHttpURI().getPath());
	}

	/**
	 * A request of which something is left out or written in another way.
	 */
	private static final class Received extends Request.Wrapper {

		private final HttpFields fields;

		private final HttpURI uri;

		Received(Request request, boolean whole) {
			super(request);
			this.fields = HttpFields.build(request.getHeaders())
				.remove(HttpHeader.CONTENT_TYPE)
				.remove(HttpHeader.ACCEPT_LANGUAGE)
				.asImmutable();
			this.uri = whole ? HttpURI.build(request.getHttpURI(), "/").asImmutable() : request.getHttpURI();
		}

		@Override
		public HttpFields getHeaders() {
			return this.fields;
		}

		@Override
		public HttpURI getHttpURI() {
			return this.uri;
		}

	}

}
