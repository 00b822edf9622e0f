/**
 * HTTP to HoneyHive: one request, one whole response or the reason why there is none.
 * With {@code outbound}, which leads its connections, the only package that uses Reactor
 * and Netty. It does not read what a body says.
 */
@NullMarked
package dev.honeyrelay.upstream.wire;

import org.jspecify.annotations.NullMarked;
