package dev.honeyrelay.views.pages;

import org.jspecify.annotations.Nullable;

/**
 * A plot of what one column or one line of the table below it says. It is drawn from the
 * table's own cells.
 *
 * @param title the metric's name
 * @param text what a person who cannot see it is told
 * @param index which column or line, counted from 0
 * @param aggregate HoneyHive's aggregate, or {@code null}
 * @param min where the passing range begins, or {@code null}
 * @param max where it ends, or {@code null}
 */
record Figure(String title, String text, int index, @Nullable String aggregate, @Nullable String min,
		@Nullable String max) {
}
