package dev.honeyrelay.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.problem.Problems;
import dev.honeyrelay.response.Representation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Makes the type of each problem resolve to what it means and what to do: the matching
 * part of {@code docs/failures.md}, as text for anybody and as HTML for a browser.
 */
@RestController
final class ProblemPages {

	private static final Pattern PART = Pattern.compile("(?ms)^### ([a-z-]+)$(.*?)(?=^##|\\z)");

	private static final String VARY = "Accept-Encoding, Accept";

	private final Map<String, String> parts;

	// As many as there are problems, each made when somebody first asks.
	private final Map<String, Page> pages = new ConcurrentHashMap<>();

	private final Map<String, Page> texts = new ConcurrentHashMap<>();

	private final Html html = new Html(Documents.read("page.css"));

	ProblemPages() {
		this.parts = PART.matcher(Documents.read("failures.md"))
			.results()
			.collect(Collectors.toUnmodifiableMap((part) -> part.group(1), (part) -> part.group(2).strip() + '\n'));
	}

	@GetMapping("/problems/{name}")
	void problem(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		String part = this.parts.get(name);
		if (part == null) {
			Problems.write(request, response, Problem.of(ProblemType.NOT_FOUND, "There is no such problem."));
			return;
		}
		boolean forBrowser = Negotiation.prefersHtml(Negotiation.fieldsOf(request));
		Map<String, Page> made = forBrowser ? this.pages : this.texts;
		made.computeIfAbsent(name, (same) -> page(same, part, forBrowser)).write(request, response);
	}

	private Page page(String name, String part, boolean forBrowser) {
		return forBrowser ? this.html.page(name, "# " + name + "\n\n" + part, Documents::link, "../", VARY)
				: new Page(new Representation((name + "\n\n" + part).getBytes(StandardCharsets.UTF_8)),
						"text/plain;charset=utf-8", "", VARY);
	}

}
