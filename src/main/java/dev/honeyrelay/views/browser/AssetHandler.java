package dev.honeyrelay.views.browser;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.api.Answers;
import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.problem.Problems;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.views.pages.PageAssets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.HttpRequestHandler;

/**
 * Serves the few files that pages are made with. What is at an address never changes, so
 * nobody has to ask for it twice.
 */
final class AssetHandler implements HttpRequestHandler {

	/** Where they are. */
	static final String PATH = "/views/assets/";

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!HttpMethod.GET.matches(request.getMethod()) && !HttpMethod.HEAD.matches(request.getMethod())) {
			Problems.write(request, response, Problems.notAllowed(List.of(HttpMethod.GET.name())));
			return;
		}
		PageAssets.Asset asset = PageAssets.at(request.getRequestURI().replaceFirst(".*/", ""));
		if (asset == null) {
			Problems.write(request, response, Problem.of(ProblemType.NOT_FOUND, "There is no such file."));
			return;
		}
		write(asset, request, response);
	}

	private static void write(PageAssets.Asset asset, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Preconditions selection = Preconditions.of(Negotiation.fieldsOf(request));
		ContentCoding coding = selection.coding();
		String entityTag = asset.representation().entityTag(coding);
		response.setHeader(HttpHeaders.ETAG, entityTag);
		response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable");
		response.setHeader("X-Content-Type-Options", "nosniff");
		if (selection.has(entityTag)) {
			response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
			// Ended without this, it would get a length.
			response.flushBuffer();
			return;
		}
		if (coding == ContentCoding.GZIP) {
			response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
		}
		response.setContentType(asset.type());
		response.setContentLength(asset.representation().length(coding));
		asset.representation().writeTo(response.getOutputStream(), coding, Form.PIECE);
	}

}
