package dev.honeyrelay.server;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Goes on with each request on a virtual thread of its own, which may wait for as long as
 * it likes. The container's own threads never do.
 */
final class ThreadPerRequest extends Handler.Wrapper {

	@Override
	public boolean handle(Request request, Response response, Callback callback) {
		Thread.ofVirtual().name("request").start(() -> goOn(request, response, callback));
		return true;
	}

	@Override
	public InvocationType getInvocationType() {
		return InvocationType.NON_BLOCKING;
	}

	private void goOn(Request request, Response response, Callback callback) {
		try {
			if (!super.handle(request, response, callback)) {
				Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
			}
		}
		catch (Throwable ex) {
			callback.failed(ex);
		}
	}

}
