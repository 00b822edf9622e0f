package dev.honeyrelay.views.shape;

import java.io.IOException;

/**
 * Takes rows as they are read.
 */
@FunctionalInterface
public interface RowSink {

	/**
	 * Takes one row.
	 * @throws IOException if it goes somewhere that does not take it
	 */
	void accept(Row row) throws IOException;

}
