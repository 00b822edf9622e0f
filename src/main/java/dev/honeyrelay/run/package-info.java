/**
 * What can be asked: runs, projects, operations and parameters, with the names that
 * HoneyHive knows them by, and how much memory such values take. Plain Java that knows
 * neither HTTP, nor Spring, nor where an answer comes from.
 */
@NullMarked
package dev.honeyrelay.run;

import org.jspecify.annotations.NullMarked;
