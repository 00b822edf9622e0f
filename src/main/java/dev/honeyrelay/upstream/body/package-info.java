/**
 * What is read of HoneyHive's header fields and bodies, streaming: the state of the runs,
 * the fingerprint, the reason of a refusal, the directives. It knows nothing of
 * connections.
 */
@NullMarked
package dev.honeyrelay.upstream.body;

import org.jspecify.annotations.NullMarked;
