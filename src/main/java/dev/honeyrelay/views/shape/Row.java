package dev.honeyrelay.views.shape;

import org.jspecify.annotations.Nullable;

/**
 * One row of a table.
 *
 * @param item what it tells of, counted from 0: rows about the same data point, one after
 * the other, have the same number
 * @param fields what HoneyHive says there
 */
public record Row(int item, Fields fields) {

	/** Returns the cell in {@code column}, or {@code null} if HoneyHive says nothing. */
	public @Nullable Cell cell(Column column) {
		for (String place : column.places()) {
			Cell cell = column.kind().of(this.fields.cell(place));
			if (cell != null) {
				return cell;
			}
		}
		return null;
	}

}
