/**
 * What can be answered: HoneyHive's bytes in their codings with their entity tag, what
 * its header fields allow, how two answers are compared, and why there is none. Plain
 * Java.
 */
@NullMarked
package dev.honeyrelay.response;

import org.jspecify.annotations.NullMarked;
