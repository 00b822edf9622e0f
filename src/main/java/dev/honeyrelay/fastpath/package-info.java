/**
 * Answers from the store ahead of servlets, filters and controllers, on the container's
 * own threads, which never wait. It has no rules of its own and no other package knows of
 * it; without it everything works the same.
 */
@NullMarked
package dev.honeyrelay.fastpath;

import org.jspecify.annotations.NullMarked;
