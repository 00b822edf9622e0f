package dev.honeyrelay.views.shape;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one run has in a trend: those of its metrics, or one with the problem for
 * which there are none. They are kept until those of all runs are there, so they do not
 * keep what they were read from.
 */
public final class TrendRows {

	/** The columns of a trend, the run's time first. */
	public static final List<Column> COLUMNS = Stream
		.concat(new MetricTable().columns().stream(), Stream.of(Column.text("problem")))
		.map((column) -> new Column(column.name(), column.kind(), List.of(column.name())))
		.toList();

	private static final MetricTable METRICS = new MetricTable();

	private static final String METRIC = "metric";

	private static final String TIME = "time";

	private TrendRows() {
	}

	/**
	 * Returns the rows of the metrics that {@code body}, a result, has and {@code wanted}
	 * lets through, or {@code null} if there is no room for them.
	 * @param room takes so many bytes more, or says that there are none
	 */
	public static @Nullable List<Row> of(Body body, RunId run, Predicate<@Nullable String> wanted, LongPredicate room)
			throws IOException {
		List<Row> rows = new ArrayList<>();
		boolean[] full = new boolean[1];
		METRICS.read(METRICS.header(body, List.of(run)), (row) -> {
			Fields fields = Fields.none();
			long bytes = Footprint.CACHE_ENTRY;
			for (Column column : METRICS.columns()) {
				Cell cell = row.cell(column);
				fields.with(column.name(), cell);
				bytes += (cell != null) ? 3L * Footprint.OBJECT + Footprint.of(cell.text()) : 0;
			}
			Cell metric = fields.cell(METRIC);
			if (wanted.test((metric != null) ? metric.text() : null) && !full[0]) {
				full[0] = !room.test(bytes);
				rows.add(new Row(rows.size(), fields));
			}
		});
		return full[0] ? null : rows;
	}

	/** Returns the row of {@code run}, which cannot be had because of {@code problem}. */
	public static Row problem(RunId run, @Nullable String name, @Nullable String status, @Nullable String time,
			String problem) {
		return new Row(0,
				Fields.none()
					.with(TIME, textOf(time))
					.with("run_id", new Cell.Text(run.value()))
					.with("run_name", textOf(name))
					.with("status", textOf(status))
					.with("problem", new Cell.Text(problem)));
	}

	/**
	 * Returns the moment of the time that {@code row} bears (RFC 3339), or one before all
	 * others if it bears none.
	 */
	public static Instant momentOf(Row row) {
		Cell time = row.fields().cell(TIME);
		try {
			return (time != null) ? OffsetDateTime.parse(time.text()).toInstant() : Instant.MIN;
		}
		catch (DateTimeParseException ex) {
			return Instant.MIN;
		}
	}

	private static @Nullable Cell textOf(@Nullable String text) {
		return (text != null) ? new Cell.Text(text) : null;
	}

}
