package dev.honeyrelay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No long file, short methods, and a sentence about every type. The compiler's own parser
 * measures.
 */
class SizeTests {

	private static final Path MAIN = Path.of("src/main/java");

	private static Measure main;

	@BeforeAll
	static void measure() throws IOException {
		main = Measure.of(MAIN);
	}

	@Test
	void noFileIsLong() {
		assertThat(quantile(main.fileLines, 1)).as("longest").isLessThanOrEqualTo(300);
	}

	@Test
	void methodsAreShort() {
		assertThat(main.longMethods).isEmpty();
		assertThat(quantile(main.methodLines, 0.5)).as("median").isLessThanOrEqualTo(5);
		assertThat(quantile(main.methodLines, 0.95)).as("95th percentile").isLessThanOrEqualTo(15);
	}

	@Test
	void everyTypeHasASentence() {
		assertThat(main.untoldTypes).isEmpty();
	}

	private static int quantile(List<Integer> lengths, double share) {
		List<Integer> sorted = lengths.stream().sorted().toList();
		return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
	}

	private static List<Integer> linesOf(Path root) throws IOException {
		List<Integer> lines = new ArrayList<>();
		for (Path file : sources(root)) {
			lines.add(Files.readAllLines(file).size());
		}
		return lines;
	}

	private static List<Path> sources(Path root) throws IOException {
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
	}

	/**
	 * Looks at every type and method of some source files.
	 */
	private static final class Measure extends TreePathScanner<Void, CompilationUnitTree> {

		private static final int LONGEST_METHOD = 40;

		private final DocTrees trees;

		private final List<Integer> fileLines;

		private final List<Integer> methodLines = new ArrayList<>();

		private final List<String> longMethods = new ArrayList<>();

		private final List<String> untoldTypes = new ArrayList<>();

		private Measure(DocTrees trees, List<Integer> fileLines) {
			this.trees = trees;
			this.fileLines = fileLines;
		}

		static Measure of(Path root) throws IOException {
			JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
			try (var files = compiler.getStandardFileManager(null, null, null)) {
				var sources = files.getJavaFileObjectsFromPaths(sources(root));
				JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, sources);
				Measure measure = new Measure(DocTrees.instance(task), linesOf(root));
				task.parse().forEach((unit) -> measure.scan(unit, unit));
				return measure;
			}
		}

		@Override
		public Void visitClass(ClassTree type, CompilationUnitTree unit) {
			boolean named = !type.getSimpleName().isEmpty();
			if (named && this.trees.getDocComment(getCurrentPath()) == null) {
				this.untoldTypes.add(type.getSimpleName().toString());
			}
			return super.visitClass(type, unit);
		}

		@Override
		public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
			if (method.getBody() != null) {
				int lines = bodyLines(method.getBody(), unit);
				this.methodLines.add(lines);
				if (lines > LONGEST_METHOD) {
					this.longMethods.add(unit.getSourceFile().getName() + ' ' + method.getName());
				}
			}
			return super.visitMethod(method, unit);
		}

		// The body without its braces.
		private int bodyLines(Tree body, CompilationUnitTree unit) {
			LineMap map = unit.getLineMap();
			long start = map.getLineNumber(this.trees.getSourcePositions().getStartPosition(unit, body));
			long end = map.getLineNumber(this.trees.getSourcePositions().getEndPosition(unit, body));
			return Math.toIntExact(Math.max(0, end - start - 1));
		}

	}

}
