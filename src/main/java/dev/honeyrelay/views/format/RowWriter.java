package dev.honeyrelay.views.format;

import java.io.IOException;

import dev.honeyrelay.views.shape.RowSink;

/**
 * Writes a document of rows. Where writing fails, the document stays without its end.
 */
interface RowWriter extends RowSink {

	/** Writes what comes after the last row; what it was written to stays open. */
	void end() throws IOException;

}
