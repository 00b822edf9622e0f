package dev.honeyrelay.views.pages;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.response.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A problem as a page that needs nothing else: whoever has no credential yet cannot load
 * anything.
 *
 * @param place where it is
 * @param problem the problem
 * @param requestId the request's id, for whoever runs the relay
 * @param needsProject whether only a path that names a project leads anywhere
 */
public record ProblemPage(Place place, Problem problem, String requestId, boolean needsProject) {

	/** Returns the page. */
	public String text() {
		StringWriter writer = new StringWriter();
		try {
			PageWriter.writeProblem(this, writer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return writer.toString();
	}

	/**
	 * Returns the source of styles that its policy allows: the one that it has itself.
	 */
	public static String styleSource() {
		byte[] digest = Sha256.digest(style().getBytes(StandardCharsets.UTF_8));
		return "'sha256-" + Base64.getEncoder().encodeToString(digest) + '\'';
	}

	/** Returns what it looks like. */
	public static String style() {
		return PageAssets.text("page.css");
	}

	/** Returns the way to what is told about problems of this type. */
	public String meaning() {
		return this.place.toRoot("/problems/" + this.problem.type().slug());
	}

	/** Returns what to do. */
	public String advice() {
		if (this.needsProject) {
			return "Write the path of a project: /views/projects/NAME. Whoever runs the relay knows the names.";
		}
		return switch (this.problem.type()) {
			case UNAUTHENTICATED -> "Log in with any user name and a token of the relay as the password. Whoever runs "
					+ "the relay gives out tokens.";
			case FORBIDDEN -> "You are known here, but may not read this. Ask whoever runs the relay for the project.";
			case NOT_FOUND, METHOD_NOT_ALLOWED -> "Check the address, or begin at the list of runs.";
			case RUN_NOT_FOUND ->
				"Check the run's id. A run that was made a moment ago may not be there yet: load the page again soon.";
			case RATE_LIMITED, OVERLOADED -> "Load the page again" + pause() + '.';
			case UPSTREAM_UNREACHABLE, UPSTREAM_FAILED, UPSTREAM_INVALID, UPSTREAM_CREDENTIALS, UPSTREAM_RATE_LIMITED,
					UPSTREAM_SUSPENDED, UPSTREAM_TIMEOUT ->
				"The relay has no older numbers to show instead. Load the page again" + pause()
						+ "; if it stays so, tell whoever runs the relay.";
			case UPSTREAM_TOO_LARGE, INTERNAL_ERROR -> "Tell whoever runs the relay.";
			case INVALID_REQUEST, UPSTREAM_REJECTED, NOT_ACCEPTABLE, REQUEST_TIMEOUT, CONTENT_TOO_LARGE, URI_TOO_LONG,
					UNSUPPORTED_MEDIA_TYPE, HEADER_FIELDS_TOO_LARGE, NOT_IMPLEMENTED, HTTP_VERSION_NOT_SUPPORTED ->
				"Change the address, or begin at the list of runs.";
		};
	}

	private String pause() {
		@Nullable String seconds = this.problem.headers().get("Retry-After");
		return (seconds != null) ? " in " + seconds + " seconds" : " in a minute";
	}

}
