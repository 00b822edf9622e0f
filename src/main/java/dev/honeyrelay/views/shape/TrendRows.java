package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * The rows that the result of one run has in a trend: those of its metrics. They are read
 * off the result each time they are needed.
 */
public final class TrendRows implements RowSource {

	/**
	 * The columns of a trend, which has them where a result has them, or a row that was
	 * written under their names.
	 */
	public static final List<Column> COLUMNS = Stream
		.concat(new MetricTable().columns().stream(), Stream.of(Column.text("problem")))
		.map((column) -> new Column(column.name(), column.kind(),
				Stream.concat(column.places().stream(), Stream.of(column.name())).toList()))
		.toList();

	private static final MetricTable METRICS = new MetricTable();

	private static final Members NAMES = Members.of("", COLUMNS.stream().map(Column::name).toArray(String[]::new));

	private static final Column TIME = COLUMNS.getFirst();

	private static final Column RUN = COLUMNS.get(1);

	private final Body body;

	private final RunId run;

	private final Predicate<@Nullable String> wanted;

	private @Nullable Fields header;

	/**
	 * Creates the rows of the metrics that {@code body}, a result, has and {@code wanted}
	 * lets through by their names.
	 */
	public TrendRows(Body body, RunId run, Predicate<@Nullable String> wanted) {
		this.body = body;
		this.run = run;
		this.wanted = wanted;
	}

	@Override
	public void read(RowSink rows) throws IOException {
		METRICS.read(header(), (row) -> {
			Cell metric = row.cell(Column.METRIC);
			if (this.wanted.test((metric != null) ? metric.text() : null)) {
				rows.accept(row);
			}
		});
	}

	/** Returns the moment at which the run was made, as {@link #momentOf} tells it. */
	public Instant moment() throws IOException {
		return momentOf(new Row(0, header()));
	}

	/** Returns that the run is not settled, or {@code null} if it is. */
	public @Nullable Unsettled unsettled() throws IOException {
		String why = METRICS.unsettled(header());
		Cell id = new Row(0, header()).cell(RUN);
		return (why != null) ? new Unsettled((id != null) ? id.text() : this.run.value(), why) : null;
	}

	private Fields header() throws IOException {
		Fields known = this.header;
		if (known == null) {
			known = METRICS.header(this.body, List.of(this.run));
			this.header = known;
		}
		return known;
	}

	/**
	 * Hands over the rows that {@code json} has, an array of flat objects with the names
	 * of {@link #COLUMNS}.
	 */
	public static void readWritten(InputStream json, RowSink rows) throws IOException {
		AtomicInteger items = new AtomicInteger();
		Body.of(ByteBuffer.allocate(0))
			.each(json, NAMES, Fields.none(), (row) -> rows.accept(new Row(items.getAndIncrement(), row)));
	}

	/**
	 * Returns the row of a run that cannot be had because of {@code problem}.
	 * @param run its id, or {@code null} if it has none
	 */
	public static Row problem(@Nullable String run, @Nullable String name, @Nullable String status,
			@Nullable String time, String problem) {
		return new Row(0,
				Fields.none()
					.with("time", textOf(time))
					.with("run_id", textOf(run))
					.with("run_name", textOf(name))
					.with("status", textOf(status))
					.with("problem", new Cell.Text(problem)));
	}

	/**
	 * Returns the moment of the time that {@code row} bears (RFC 3339), or one before all
	 * others if it bears none.
	 */
	public static Instant momentOf(Row row) {
		Cell time = row.cell(TIME);
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

	/**
	 * A run whose numbers may still change.
	 *
	 * @param run its id, as its rows have it
	 * @param why why they may, in words
	 */
	public record Unsettled(String run, String why) {
	}

}
