package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

import org.springframework.util.FileSystemUtils;

/**
 * A copy of this checkout to build from, in which a test may change and add files.
 */
final class BuildContext implements AutoCloseable {

	private static final Set<String> LEFT_OUT = Set.of(".git", "target", "node_modules");

	private final Path folder;

	private BuildContext(Path folder) {
		this.folder = folder;
	}

	static BuildContext ofThisCheckout() {
		try {
			Path folder = Files.createTempDirectory("context");
			Files.walkFileTree(Path.of("").toAbsolutePath(), new Copier(Path.of("").toAbsolutePath(), folder));
			return new BuildContext(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path folder() {
		return this.folder;
	}

	/** Writes a file, whatever was there. */
	void write(String name, String text) {
		try {
			Path file = this.folder.resolve(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns what a file has. */
	String read(String name) {
		try {
			return Files.readString(this.folder.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		FileSystemUtils.deleteRecursively(this.folder.toFile());
	}

	/**
	 * Copies a tree but for what was made from it.
	 */
	private static final class Copier extends SimpleFileVisitor<Path> {

		private final Path from;

		private final Path to;

		Copier(Path from, Path to) {
			this.from = from;
			this.to = to;
		}

		@Override
		public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
			if (LEFT_OUT.contains(folder.getFileName().toString())) {
				return FileVisitResult.SKIP_SUBTREE;
			}
			Files.createDirectories(counterpart(folder));
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			if (!LEFT_OUT.contains(file.getFileName().toString())) {
				Files.copy(file, counterpart(file));
			}
			return FileVisitResult.CONTINUE;
		}

		private Path counterpart(Path path) {
			return this.to.resolve(this.from.relativize(path));
		}

	}

}
