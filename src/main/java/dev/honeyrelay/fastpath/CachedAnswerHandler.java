package dev.honeyrelay.fastpath;

import java.nio.ByteBuffer;

import dev.honeyrelay.api.form.Form;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends answers from the store ahead of servlets, filters and controllers. All other
 * requests go on, unchanged.
 */
final class CachedAnswerHandler extends Handler.Wrapper {

	private final CachedAnswers answers;

	CachedAnswerHandler(CachedAnswers answers) {
		this.answers = answers;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		ParsedHead asked = this.answers.read(request);
		CachedHttpResponse answer = (asked != null) ? this.answers.answer(asked, response.getHeaders()) : null;
		if (asked == null || answer == null) {
			return super.handle(request, response, callback);
		}
		try {
			if (request.getConnectionMetaData().getConnection() instanceof CachedAnswerConnection connection) {
				connection.learn(asked, request);
			}
			response.setStatus(answer.status());
		}
		catch (RuntimeException | Error ex) {
			answer.sent().run();
			throw ex;
		}
		send(response, answer, Callback.from(callback, answer.sent()));
		if (answer.body().capacity() > 0 && !answer.transfer().isOver()) {
			answer.transfer().linger(request.getConnectionMetaData().getConnection().getEndPoint());
		}
		return true;
	}

	private static void send(Response response, CachedHttpResponse answer, Callback sent) {
		ByteBuffer body = answer.body();
		if (body.remaining() > Form.PIECE) {
			Content.copy(new ByteBufferContentSource(ResponseWriter.pieces(body)), response, sent);
			return;
		}
		// Ended with the head, what is not modified would get a length.
		response.write(answer.status() == HttpStatus.OK_200, body, sent);
	}

}
