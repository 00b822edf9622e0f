/**
 * Writes rows in the forms that tools and people read, one writer for each. Rows are
 * written as they come and none is kept. Nothing here knows what the rows tell of.
 */
@NullMarked
package dev.honeyrelay.views.format;

import org.jspecify.annotations.NullMarked;
