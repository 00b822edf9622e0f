/**
 * Where the relay starts. Everything else lives in the packages below, each of which says
 * what it is for and what it must not know.
 */
@NullMarked
package dev.honeyrelay;

import org.jspecify.annotations.NullMarked;
