/**
 * The relay among real parts: Redis and WireMock as containers, more than one replica in
 * front of them. Needs a container engine, and is left out in so many words where none is
 * named.
 */
package dev.honeyrelay.engine;
