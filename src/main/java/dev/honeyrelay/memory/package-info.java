/**
 * What the heap has to hold: the budget of bytes on their way, each part's share of the
 * heap, and the check at the start that all of it fits.
 */
@NullMarked
package dev.honeyrelay.memory;

import org.jspecify.annotations.NullMarked;
