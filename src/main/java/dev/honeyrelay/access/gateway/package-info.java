/**
 * The identity of a user as a company's gateway forwards it in header fields; it is
 * believed only where the connection comes from the gateway.
 */
@NullMarked
package dev.honeyrelay.access.gateway;

import org.jspecify.annotations.NullMarked;
