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
public final class ThreadPerRequest extends Handler.Wrapper {

	private static final ThreadLocal<Runnable> REST = new ThreadLocal<>();

	private final ConnectionLimits limits;

	ThreadPerRequest(ConnectionLimits limits) {
		this.limits = limits;
	}

	/**
	 * Runs {@code rest} on this thread, which handles a request, as soon as all that
	 * handles it now has returned. What waits for long is not to keep the frames of every
	 * filter meanwhile.
	 */
	public static void afterwards(Runnable rest) {
		REST.set(rest);
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) {
		Callback counted = counted(request, callback);
		Thread.ofVirtual().name("request").start(() -> goOn(request, response, counted));
		return true;
	}

	// What waits to be answered, or for its caller to take the answer, takes memory.
	private Callback counted(Request request, Callback callback) {
		if (request.getConnectionMetaData().getConnection() instanceof CallerConnection connection) {
			ConnectionMemory.Part memory = connection.memory();
			memory.workBegins();
			this.limits.makeRoom();
			return Callback.from(memory::workEnds, callback);
		}
		return callback;
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
			Runnable rest = REST.get();
			REST.remove();
			if (rest != null) {
				rest.run();
			}
		}
		catch (Throwable ex) {
			callback.failed(ex);
		}
	}

}
