package dev.honeyrelay.views.pages;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.WriterOutput;

/**
 * Writes pages by their templates, which the build has made classes of.
 */
public final class PageWriter {

	private PageWriter() {
	}

	/** Writes {@code page} to {@code out}, which stays open. */
	// What is generated does not say that there may be no interceptor.
	@SuppressWarnings("NullAway")
	public static void write(Page page, OutputStream out) throws IOException {
		Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
		write(writer, (html) -> JtepageGenerated.render(html, null, page));
		writer.flush();
	}

	/** Writes {@code page} to {@code writer}. */
	@SuppressWarnings("NullAway")
	static void writeProblem(ProblemPage page, Writer writer) throws IOException {
		write(writer, (html) -> JteproblemGenerated.render(html, null, page));
	}

	private static void write(Writer writer, Consumer<HtmlTemplateOutput> template) throws IOException {
		try {
			template.accept(new OwaspHtmlTemplateOutput(new WriterOutput(writer)));
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
