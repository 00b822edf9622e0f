/**
 * Holds meters, alerts and the dashboard to a running relay, and to what the documents
 * say of them. What needs a real Prometheus is tagged with its name.
 */
package dev.honeyrelay.watch;
