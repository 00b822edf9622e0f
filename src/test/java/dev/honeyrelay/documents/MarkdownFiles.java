package dev.honeyrelay.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * The documents of the repository, taken apart.
 */
final class MarkdownFiles {

	private static final Set<String> ELSEWHERE = Set.of("target", "node_modules", ".git");

	private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create())).build();

	private MarkdownFiles() {
	}

	/** Returns all documents. */
	static List<Path> all() {
		List<Path> found = new ArrayList<>();
		try {
			Files.walkFileTree(Path.of(""), new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
					boolean skipped = ELSEWHERE.contains(folder.getFileName().toString());
					return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					if (file.toString().endsWith(".md")) {
						found.add(file);
					}
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return found;
	}

	/** Returns where the links in {@code file} lead. */
	static List<String> links(Path file) {
		List<String> links = new ArrayList<>();
		parse(file).accept(new AbstractVisitor() {

			@Override
			public void visit(Link link) {
				links.add(link.getDestination());
				super.visit(link);
			}

		});
		return links;
	}

	/** Returns the names that links into {@code file} may have, as GitHub makes them. */
	static List<String> anchors(Path file) {
		TextContentRenderer text = TextContentRenderer.builder().build();
		List<String> anchors = new ArrayList<>();
		parse(file).accept(new AbstractVisitor() {

			@Override
			public void visit(Heading heading) {
				String name = text.render(heading).toLowerCase(Locale.ROOT);
				anchors.add(name.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
			}

		});
		return anchors;
	}

	/** Returns the blocks of code in {@code file} that are in {@code language}. */
	static List<String> blocks(Path file, String language) {
		List<String> blocks = new ArrayList<>();
		parse(file).accept(new AbstractVisitor() {

			@Override
			public void visit(FencedCodeBlock block) {
				if (language.equals(block.getInfo())) {
					blocks.add(block.getLiteral());
				}
			}

		});
		return blocks;
	}

	private static Node parse(Path file) {
		try {
			return PARSER.parse(Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
