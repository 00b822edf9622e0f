package dev.honeyrelay.views.format;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import dev.honeyrelay.views.format.Testcases.Testcase;
import dev.honeyrelay.views.shape.Fields;
import dev.honeyrelay.views.shape.Finding.Verdict;
import dev.honeyrelay.views.shape.Table;

/**
 * A report of tests, as CI systems read it: JUnit's XML. The verdicts are HoneyHive's. A
 * run that is not settled gives an error, and one of which HoneyHive says nothing a
 * testcase that is skipped: neither is a success.
 */
final class JunitReport {

	private static final int LONGEST_NAME = 1000;

	private static final int LINES_IN_MESSAGE = 3;

	private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

	private static final Testcase NOTHING = new Testcase("honeyhive", "nothing to report", Verdict.UNKNOWN, List.of());

	private final XMLStreamWriter xml;

	private final LongConsumer kept;

	private final UniqueNames names = new UniqueNames();

	private JunitReport(OutputStream out, LongConsumer kept) throws XMLStreamException {
		// A writer of bytes of its own would ask its encoding for half characters.
		this.xml = XML.createXMLStreamWriter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
		this.kept = kept;
	}

	/**
	 * Writes what {@code table} has to report.
	 * @param kept is told how many bytes the report keeps meanwhile, all in all
	 */
	static void write(Table table, Fields header, OutputStream out, LongConsumer kept) throws IOException {
		try {
			new JunitReport(out, kept).write(table, header);
		}
		catch (XMLStreamException ex) {
			throw (ex.getNestedException() instanceof IOException nested) ? nested : new IOException(ex);
		}
	}

	private void write(Table table, Fields header) throws IOException, XMLStreamException {
		String title = clean(table.title(header), true);
		String unsettled = table.unsettled(header);
		if (unsettled != null) {
			begin(title, 1, 0, 1, 0);
			beginTestcase("honeyhive", "settled");
			outcome("error", unsettled, unsettled);
			this.xml.writeEndElement();
		}
		else {
			writeTestcases(table, table.reportHeader(header), title);
		}
		this.xml.writeEndDocument();
		this.xml.flush();
	}

	// What a suite begins with has to be known before its testcases are written, and
	// which
	// names there are.
	private void writeTestcases(Table table, Fields header, String title) throws IOException, XMLStreamException {
		Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
		Testcases counted = new Testcases(table, (testcase) -> {
			verdicts.merge(testcase.verdict(), 1, Integer::sum);
			this.names.tell(clean(testcase.group(), true), clean(testcase.name(), true));
		});
		table.read(header, counted);
		counted.end();
		this.kept.accept(this.names.keptBytes());
		this.names.allTold();
		int failed = verdicts.getOrDefault(Verdict.FAILED, 0);
		int unknown = verdicts.getOrDefault(Verdict.UNKNOWN, 0);
		int all = failed + unknown + verdicts.getOrDefault(Verdict.PASSED, 0);
		if (all == 0) {
			begin(title, 1, 0, 0, 1);
			write(NOTHING);
			return;
		}
		begin(title, all, failed, 0, unknown);
		Testcases written = new Testcases(table, this::write);
		table.read(header, written);
		written.end();
	}

	private void begin(String title, int tests, int failures, int errors, int skipped) throws XMLStreamException {
		this.xml.writeStartDocument("UTF-8", "1.0");
		this.xml.writeStartElement("testsuites");
		this.xml.writeStartElement("testsuite");
		this.xml.writeAttribute("name", title);
		this.xml.writeAttribute("tests", Integer.toString(tests));
		this.xml.writeAttribute("failures", Integer.toString(failures));
		this.xml.writeAttribute("errors", Integer.toString(errors));
		this.xml.writeAttribute("skipped", Integer.toString(skipped));
	}

	private void write(Testcase testcase) throws IOException {
		try {
			beginTestcase(testcase.group(), testcase.name());
			switch (testcase.verdict()) {
				case FAILED -> outcome("failure", message(testcase.lines()), String.join("\n", testcase.lines()));
				case UNKNOWN -> outcome("skipped", "HoneyHive says nothing of it.", "");
				case PASSED -> {
				}
			}
			this.xml.writeEndElement();
		}
		catch (XMLStreamException ex) {
			throw (ex.getNestedException() instanceof IOException nested) ? nested : new IOException(ex);
		}
	}

	private void beginTestcase(String group, String name) throws XMLStreamException {
		String classname = clean(group, true);
		this.xml.writeCharacters("\n");
		this.xml.writeStartElement("testcase");
		this.xml.writeAttribute("classname", classname);
		this.xml.writeAttribute("name", this.names.next(classname, clean(name, true)));
		this.kept.accept(this.names.keptBytes());
	}

	private void outcome(String element, String message, String text) throws XMLStreamException {
		this.xml.writeStartElement(element);
		this.xml.writeAttribute("message", clean(message, true));
		if (!text.isEmpty()) {
			this.xml.writeCharacters(clean(text, false));
		}
		this.xml.writeEndElement();
	}

	private static String message(List<String> lines) {
		return String.join("; ", lines.subList(0, Math.min(LINES_IN_MESSAGE, lines.size())));
	}

	// What XML has no place for is replaced; in an attribute, white space is a space.
	private static String clean(String text, boolean attribute) {
		StringBuilder cleaned = new StringBuilder(text.length());
		text.codePoints().limit(attribute ? LONGEST_NAME : Integer.MAX_VALUE).forEach((point) -> {
			boolean blank = point == '\t' || point == '\n' || point == '\r';
			boolean legal = blank || (point >= ' ' && point != 0xFFFE && point != 0xFFFF);
			cleaned.appendCodePoint((attribute && blank) ? ' ' : (legal ? point : 0xFFFD));
		});
		return cleaned.toString();
	}

}
