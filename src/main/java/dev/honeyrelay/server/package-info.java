/**
 * The HTTP server (Jetty) itself: its threads and connections, slow callers, start and
 * shutdown. It knows no path.
 */
@NullMarked
package dev.honeyrelay.server;

import org.jspecify.annotations.NullMarked;
