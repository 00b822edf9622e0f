package dev.honeyrelay.views.shape;

import java.io.IOException;

/**
 * Where rows come from, one after the other.
 */
@FunctionalInterface
public interface RowSource {

	/**
	 * Hands over all rows.
	 * @throws IOException if {@code rows} does
	 */
	void read(RowSink rows) throws IOException;

}
