/**
 * Who calls, and what they may read. Spring Security adapts here what {@code credentials}
 * decides; nothing here knows what is asked.
 */
@NullMarked
package dev.honeyrelay.access;

import org.jspecify.annotations.NullMarked;
