package dev.honeyrelay.server;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Gives the container few threads of its own, since none of them ever waits: one for two
 * processors reads requests and answers what the fast path can. Each other request has a
 * virtual thread of its own, which may wait for as long as it likes.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
public final class ServerThreads implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

	// One accepts connections, and others do what the container has to do beside.
	private static final int BESIDE = 8;

	// What is left to do on the thread of a request.
	private static final ThreadLocal<Runnable> REST = new ThreadLocal<>();

	/**
	 * Runs {@code rest} on this thread, which handles a request, as soon as all that
	 * handles it now has returned. What waits for long is not to keep the frames of every
	 * filter meanwhile.
	 */
	public static void afterwards(Runnable rest) {
		REST.set(rest);
	}

	/** Has each request that {@code server} does not answer at once go on that way. */
	static void giveEachRequestItsOwn(Server server, ConnectionLimits limits) {
		PerRequest threads = new PerRequest(limits);
		threads.setHandler(server.getHandler());
		server.setHandler(threads);
	}

	@Override
	public void customize(ConfigurableJettyWebServerFactory factory) {
		int processors = Runtime.getRuntime().availableProcessors();
		factory.setThreadPool(new Threads(processors));
		factory.setSelectors(Math.max(1, processors / 2));
	}

	/**
	 * The container's own threads.
	 */
	private static final class Threads extends QueuedThreadPool {

		Threads(int processors) {
			super(processors + BESIDE, processors + 1);
			setName("http");
			setReservedThreads(0);
		}

		// After a request that has waited, its connection goes on on a virtual thread:
		// waking one of these threads would cost more.
		@Override
		public void execute(Runnable job) {
			if (Thread.currentThread().isVirtual() && isRunning()) {
				Thread.ofVirtual().name("connection").start(job);
			}
			else {
				super.execute(job);
			}
		}

	}

	/**
	 * Goes on with each request on a virtual thread of its own.
	 */
	private static final class PerRequest extends Handler.Wrapper {

		private final ConnectionLimits limits;

		PerRequest(ConnectionLimits limits) {
			this.limits = limits;
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

}
