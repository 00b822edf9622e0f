/**
 * Reads rows off HoneyHive's answers, whatever release of HoneyHive gave them: for each
 * table one file, which says where its columns are found. Numbers stay as they are spelt.
 * Nothing here knows what rows are written as, or that there is HTTP.
 */
@NullMarked
package dev.honeyrelay.views.shape;

import org.jspecify.annotations.NullMarked;
