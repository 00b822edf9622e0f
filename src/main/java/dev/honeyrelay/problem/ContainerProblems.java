package dev.honeyrelay.problem;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.honeyrelay.logging.RequestIds;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jetty.JettyServerCustomizer;

/**
 * Makes problems of what the container itself refuses: requests that never reach a
 * servlet.
 */
public final class ContainerProblems extends ErrorHandler implements JettyServerCustomizer {

	private final RequestFailures failures;

	private final Consumer<String> meter;

	private final BiConsumer<Request, HttpFields.Mutable> origins;

	private final String prefix;

	private final ProblemForm form;

	private volatile String context = "";

	/**
	 * Creates the refusals of the callers' port.
	 * @param meter takes the name of each problem
	 * @param origins adds what the page of another origin needs in order to read one
	 * @param prefix what a balancer takes off each path
	 * @param form another form than documents, where there is one for a request
	 */
	public ContainerProblems(RequestFailures failures, Consumer<String> meter,
			BiConsumer<Request, HttpFields.Mutable> origins, String prefix, ProblemForm form) {
		this.failures = failures;
		this.meter = meter;
		this.origins = origins;
		this.prefix = prefix;
		this.form = form;
	}

	/** Returns the refusals of the management port, which are not counted. */
	static ContainerProblems ofManagement(RequestFailures failures) {
		return new ContainerProblems(failures, (problem) -> {
		}, (request, fields) -> {
		}, "", (problem, id, path, fields) -> null);
	}

	@Override
	public void customize(Server server) {
		server.setErrorHandler(this);
		server.getDescendants(ServletContextHandler.class).forEach((context) -> {
			context.setErrorHandler(this);
			// No file of the relay's is behind a path, and this refusal would be in words
			// of the container's own.
			context.setProtectedTargets(new String[0]);
			this.context = context.getContextPath().equals("/") ? "" : context.getContextPath();
		});
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) {
		HttpFields.Mutable headers = response.getHeaders();
		HttpField known = headers.getField(RequestIds.HEADER);
		String id = (known != null) ? known.getValue() : RequestIds.idFor(request.getHeaders().get(RequestIds.HEADER));
		Problem problem = problemOf(request, response.getStatus());
		ProblemType type = problem.type();
		response.setStatus(type.status());
		this.meter.accept(type.slug());
		headers.put(RequestIds.HEADER, id);
		ProblemForm.Content content = this.form.of(problem, id, pathOf(request), request.getHeaders());
		headers.put(HttpHeader.CONTENT_TYPE, (content != null) ? content.type() : Problem.CONTENT_TYPE);
		if (content != null) {
			content.headers().forEach(headers::put);
		}
		headers.put(HttpHeader.CACHE_CONTROL, "no-store");
		headers.put("X-Content-Type-Options", "nosniff");
		this.origins.accept(request, headers);
		byte[] document = (content != null) ? content.text().getBytes(StandardCharsets.UTF_8)
				: problem.toJson(id, this.prefix + this.context);
		headers.put(HttpHeader.CONTENT_LENGTH, document.length);
		response.write(true, ByteBuffer.wrap(document), callback);
		return true;
	}

	private String pathOf(Request request) {
		String path = String.valueOf(request.getHttpURI().getPath());
		return path.startsWith(this.context) ? path.substring(this.context.length()) : path;
	}

	private Problem problemOf(Request request, int status) {
		Throwable thrown = (Throwable) request.getAttribute(ERROR_EXCEPTION);
		// The container's word for HTTP/2.0 over a connection that nobody agreed on.
		ProblemType type = (status == HttpStatus.UPGRADE_REQUIRED_426) ? ProblemType.HTTP_VERSION_NOT_SUPPORTED
				: ProblemType.ofStatus(status);
		if (type == ProblemType.INTERNAL_ERROR && thrown != null) {
			Problem refusal = CallerFaults.problemOf(thrown, String.valueOf(request.getHttpURI().getPath()));
			return (refusal != null) ? refusal : this.failures.ownFault(thrown);
		}
		return Problem.of(type,
				RefusalDetail.ofContainer(status, type, request.getHttpURI(), reasonOf(request, thrown)));
	}

	// What the container says, and what made it say so; never shown to anybody.
	private static String reasonOf(Request request, @Nullable Throwable thrown) {
		String reason = (thrown instanceof HttpException refusal) ? String.valueOf(refusal.getReason())
				: String.valueOf(request.getAttribute(ERROR_MESSAGE));
		return (thrown != null && thrown.getCause() != null) ? reason + ' ' + thrown.getCause().getMessage() : reason;
	}

}
