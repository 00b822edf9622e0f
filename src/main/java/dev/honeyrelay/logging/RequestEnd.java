package dev.honeyrelay.logging;

import java.util.Map;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import org.slf4j.MDC;

/**
 * The moment at which a request has been answered. For one that waits it comes after its
 * filters have returned.
 */
public final class RequestEnd implements AsyncListener {

	private final Runnable action;

	private final Map<String, String> fields;

	private RequestEnd(Runnable action, Map<String, String> fields) {
		this.action = action;
		this.fields = fields;
	}

	/**
	 * Runs {@code action} when {@code request} has been answered: now, unless that is
	 * still to be done. What it logs has the fields of now.
	 */
	public static void then(ServletRequest request, Runnable action) {
		if (!request.isAsyncStarted()) {
			action.run();
			return;
		}
		Map<String, String> fields = MDC.getCopyOfContextMap();
		request.getAsyncContext().addListener(new RequestEnd(action, (fields != null) ? fields : Map.of()));
	}

	@Override
	public void onComplete(AsyncEvent event) {
		MDC.setContextMap(this.fields);
		try {
			this.action.run();
		}
		finally {
			MDC.clear();
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// It has none.
	}

	@Override
	public void onError(AsyncEvent event) {
		// Its end comes, too.
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// It does not begin again.
	}

}
