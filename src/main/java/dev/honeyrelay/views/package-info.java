/**
 * HoneyHive's numbers as rows and reports, on paths of their own: which view there is of
 * which operation, and how it is answered. A view selects and lays out; it computes
 * nothing. What rows are and how they are written is decided below, what is fresh in
 * {@code results}, and how an answer becomes HTTP in {@code api}.
 */
@NullMarked
package dev.honeyrelay.views;

import org.jspecify.annotations.NullMarked;
