package dev.honeyrelay.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.response.Representation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How to call the relay, for programs and for people. Both are made of the documents of
 * the repository, when somebody first asks.
 */
@RestController
final class Documents {

	// The documents that are the page for people.
	private static final List<String> PAGE = List.of("endpoints.md", "views.md", "examples.md");

	private final Supplier<Page> description = SingletonSupplier.of(Documents::makeDescription);

	private final Supplier<Page> page = SingletonSupplier.of(Documents::makePage);

	@GetMapping("/openapi.json")
	void description(HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.description.get().write(request, response);
	}

	@GetMapping("/docs")
	void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.page.get().write(request, response);
	}

	/** Returns the document of that name, as it is in the repository. */
	static String read(String name) {
		try {
			return new ClassPathResource("docs/" + name).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns where a link between documents leads on pages of the relay's, or nothing if
	 * there is no such page.
	 */
	static String link(String address) {
		if (address.startsWith("https:") || address.startsWith("#")) {
			return address;
		}
		String name = address.substring(address.indexOf('#') + 1);
		if (address.startsWith("failures.md#") && ProblemType.isSlug(name)) {
			return "/problems/" + name;
		}
		boolean here = PAGE.stream().anyMatch(address::startsWith);
		return here ? "/docs" + address.substring(address.indexOf(".md") + 3) : "";
	}

	private static Page makeDescription() {
		return new Page(new Representation(ApiDocument.toJson(read("openapi.yaml"))), MediaType.APPLICATION_JSON_VALUE,
				"", "Accept-Encoding");
	}

	private static Page makePage() {
		String text = PAGE.stream().map(Documents::read).collect(Collectors.joining("\n"));
		return new Html(read("page.css")).page("HoneyHive Relay", text, Documents::link, "", "Accept-Encoding");
	}

}
