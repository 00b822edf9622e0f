package dev.honeyrelay.views.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.views.shape.Finding;
import dev.honeyrelay.views.shape.Finding.Verdict;
import dev.honeyrelay.views.shape.Row;
import dev.honeyrelay.views.shape.RowSink;
import dev.honeyrelay.views.shape.Table;

/**
 * Makes testcases of rows: all rows of one item, which follow each other, are one.
 */
final class Testcases implements RowSink {

	// Of the rows of one testcase so many are told of.
	private static final int MOST_LINES = 50;

	private final Table table;

	private final TestcaseSink sink;

	private final List<String> failing = new ArrayList<>();

	private final List<String> others = new ArrayList<>();

	private int item = -1;

	private String group = "";

	private String name = "";

	private Verdict verdict = Verdict.UNKNOWN;

	Testcases(Table table, TestcaseSink sink) {
		this.table = table;
		this.sink = sink;
	}

	@Override
	public void accept(Row row) throws IOException {
		Finding finding = this.table.finding(row);
		if (row.item() != this.item) {
			end();
			this.item = row.item();
			this.group = finding.group();
			this.name = finding.name();
			this.verdict = Verdict.UNKNOWN;
		}
		this.verdict = worse(this.verdict, finding.verdict());
		List<String> lines = finding.failing() ? this.failing : this.others;
		if (lines.size() < MOST_LINES) {
			lines.add(finding.text());
		}
	}

	/** Hands the last testcase over. */
	void end() throws IOException {
		if (this.item >= 0) {
			List<String> lines = this.failing.isEmpty() ? this.others : this.failing;
			this.sink.accept(new Testcase(this.group, this.name, this.verdict, List.copyOf(lines)));
		}
		this.failing.clear();
		this.others.clear();
	}

	private static Verdict worse(Verdict one, Verdict other) {
		if (one == Verdict.FAILED || other == Verdict.UNKNOWN) {
			return one;
		}
		return other;
	}

	/**
	 * One testcase.
	 *
	 * @param group what testcases of its kind have in common
	 * @param name what it is about
	 * @param verdict what HoneyHive says
	 * @param lines its metrics, or those of them that failed
	 */
	record Testcase(String group, String name, Verdict verdict, List<String> lines) {
	}

	/**
	 * Takes one testcase after the other.
	 */
	@FunctionalInterface
	interface TestcaseSink {

		void accept(Testcase testcase) throws IOException;

	}

}
