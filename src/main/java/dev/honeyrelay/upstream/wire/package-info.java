/**
 * HTTP to HoneyHive: one request, one whole response or the reason why there is none. The
 * only package that knows Reactor. It reads no body.
 */
@NullMarked
package dev.honeyrelay.upstream.wire;

import org.jspecify.annotations.NullMarked;
