package dev.honeyrelay.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Makes the type of each problem resolve to what it means and what to do: the matching
 * part of {@code docs/failures.md}, for anybody to read.
 */
@RestController
final class ProblemPages {

	private static final Pattern PART = Pattern.compile("(?ms)^### ([a-z-]+)$(.*?)(?=^##|\\z)");

	private final Map<String, String> parts;

	ProblemPages() throws IOException {
		String page = new ClassPathResource("docs/failures.md").getContentAsString(StandardCharsets.UTF_8);
		this.parts = PART.matcher(page)
			.results()
			.collect(Collectors.toUnmodifiableMap((part) -> part.group(1),
					(part) -> part.group(1) + "\n\n" + part.group(2).strip() + '\n'));
	}

	@GetMapping("/problems/{name}")
	void problem(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		String part = this.parts.get(name);
		if (part == null) {
			Problems.write(request, response, Problem.of(ProblemType.NOT_FOUND, "There is no such problem."));
			return;
		}
		response.setContentType("text/plain;charset=utf-8");
		response.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
	}

}
