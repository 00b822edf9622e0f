package dev.honeyrelay.web;

import java.nio.ByteBuffer;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Makes problem documents of what the container itself refuses: requests that never reach
 * a servlet.
 */
@Component
final class ContainerProblems extends ErrorHandler implements JettyServerCustomizer {

	private final AnswerMeter meter;

	ContainerProblems(AnswerMeter meter) {
		this.meter = meter;
	}

	@Override
	public void customize(Server server) {
		server.setErrorHandler(this);
		server.getDescendants(ServletContextHandler.class).forEach((context) -> context.setErrorHandler(this));
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) {
		HttpFields.Mutable headers = response.getHeaders();
		HttpField known = headers.getField(RequestIds.HEADER);
		String id = (known != null) ? known.getValue() : RequestIds.idFor(request.getHeaders().get(RequestIds.HEADER));
		ProblemType type = ProblemType.ofStatus(response.getStatus());
		response.setStatus(type.status());
		this.meter.record(type.slug(), 0);
		headers.put(RequestIds.HEADER, id);
		headers.put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
		headers.put(HttpHeader.CACHE_CONTROL, "no-store");
		headers.put("X-Content-Type-Options", "nosniff");
		byte[] document = Problem.of(type, type.title() + '.').toJson(id);
		headers.put(HttpHeader.CONTENT_LENGTH, document.length);
		response.write(true, ByteBuffer.wrap(document), callback);
		return true;
	}

}
