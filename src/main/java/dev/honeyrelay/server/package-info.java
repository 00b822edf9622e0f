/**
 * The HTTP server (Jetty) itself: its threads and connections, slow callers, start and
 * shutdown. Nothing here depends on a path.
 */
@NullMarked
package dev.honeyrelay.server;

import org.jspecify.annotations.NullMarked;
