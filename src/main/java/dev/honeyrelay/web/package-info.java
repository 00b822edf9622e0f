/**
 * The relay's side of HTTP: what callers may ask, how answers are written, and every
 * problem document. Decides nothing about storing or asking.
 */
@NullMarked
package dev.honeyrelay.web;

import org.jspecify.annotations.NullMarked;
