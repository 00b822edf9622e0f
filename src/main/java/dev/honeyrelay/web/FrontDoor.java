package dev.honeyrelay.web;

import java.nio.ByteBuffer;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends answers from the store ahead of servlets, filters and controllers. What is not
 * for it goes on, untouched.
 */
final class FrontDoor extends Handler.Wrapper {

	private final Hits hits;

	private final boolean mayWait;

	/**
	 * Creates a door.
	 * @param mayWait whether it is for those whom it takes time to know, or for all
	 * others
	 */
	FrontDoor(Hits hits, boolean mayWait) {
		this.hits = hits;
		this.mayWait = mayWait;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		Reading asked = this.hits.read(request, this.mayWait);
		Hit hit = (asked != null) ? this.hits.answer(asked, response.getHeaders()) : null;
		if (asked == null || hit == null) {
			return super.handle(request, response, callback);
		}
		try {
			if (request.getConnectionMetaData().getConnection() instanceof FrontConnection connection) {
				connection.heard(asked, request);
			}
			response.setStatus(hit.status());
		}
		catch (RuntimeException | Error ex) {
			hit.sent().run();
			throw ex;
		}
		send(response, hit, Callback.from(callback, hit.sent()));
		if (hit.body().capacity() > 0 && !hit.transfer().isOver()) {
			hit.transfer().linger(request.getConnectionMetaData().getConnection().getEndPoint());
		}
		return true;
	}

	private static void send(Response response, Hit hit, Callback sent) {
		ByteBuffer body = hit.body();
		if (body.remaining() > Answers.PIECE) {
			Content.copy(new ByteBufferContentSource(Answers.pieces(body)), response, sent);
			return;
		}
		// Ended with the head, what is not modified would get a length.
		response.write(hit.status() == HttpStatus.OK_200, body, sent);
	}

}
