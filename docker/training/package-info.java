/**
 * Runs while the image is built and never in it: starts the relay, lets it answer, and
 * has its JVM write the AOT cache. Knows nothing of the relay but its command line and
 * its paths.
 */
package dev.honeyrelay.training;
