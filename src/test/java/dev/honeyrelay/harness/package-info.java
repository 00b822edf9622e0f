/**
 * The stage for tests over real sockets: the relay itself, a HoneyHive that says exactly
 * the bytes it is told to, a caller that does the same, and cases of a few declarative
 * lines that are played on it.
 */
package dev.honeyrelay.harness;
