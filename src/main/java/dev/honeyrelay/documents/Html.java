package dev.honeyrelay.documents;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

import dev.honeyrelay.response.Representation;
import dev.honeyrelay.response.Sha256;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * Makes pages for browsers of the documents in Markdown that the jar has. A page is one
 * file that loads nothing, runs nothing and leads nowhere but to the relay itself.
 */
final class Html {

	private static final List<Extension> TABLES = List.of(TablesExtension.create());

	private static final Parser PARSER = Parser.builder().extensions(TABLES).build();

	private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
		.extensions(TABLES)
		.escapeHtml(true)
		.attributeProviderFactory((context) -> anchors())
		.build();

	private final String style;

	private final String policy;

	/** Creates pages that look like {@code style} says. */
	Html(String style) {
		this.style = style;
		this.policy = "default-src 'none'; style-src 'sha256-" + digest(style)
				+ "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
	}

	/**
	 * Returns the page that {@code markdown} makes. What {@code links} has no address for
	 * becomes plain text.
	 * @param root where the relay's root is from the page, so that links are right below
	 * a prefix that the relay does not know of: empty, or {@code ../}
	 */
	Page page(String title, String markdown, UnaryOperator<String> links, String root, String vary) {
		Node document = PARSER.parse(markdown);
		document.accept(new Relinking((address) -> links.apply(address).replaceFirst("^/", root)));
		String html = """
				<!DOCTYPE html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<title>%s</title>
				<style>%s</style>
				</head>
				<body>
				<nav><a href="{root}docs">HoneyHive Relay</a> <a href="{root}docs#problems">Problems</a> <a href="{root}openapi.json">OpenAPI</a></nav>
				<main>
				%s</main>
				</body>
				</html>
				"""
			.replace("{root}", root)
			.formatted(title, this.style, RENDERER.render(document));
		return new Page(new Representation(html.getBytes(StandardCharsets.UTF_8)), "text/html;charset=utf-8",
				this.policy, vary);
	}

	/**
	 * Returns the name under which a heading can be linked to, the same as in the
	 * repository.
	 */
	static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
	}

	private static AttributeProvider anchors() {
		TextContentRenderer text = TextContentRenderer.builder().build();
		return (node, tag, attributes) -> {
			if (node instanceof Heading) {
				attributes.put("id", anchor(text.render(node)));
			}
		};
	}

	private static String digest(String text) {
		return Base64.getEncoder().encodeToString(Sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Turns links between documents of the repository into links between pages.
	 */
	private static final class Relinking extends AbstractVisitor {

		private final UnaryOperator<String> links;

		Relinking(UnaryOperator<String> links) {
			this.links = links;
		}

		@Override
		public void visit(Link link) {
			String address = this.links.apply(link.getDestination());
			if (!address.isEmpty()) {
				link.setDestination(address);
				return;
			}
			for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
				link.insertBefore(child);
			}
			link.unlink();
		}

	}

}
