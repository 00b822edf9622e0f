/**
 * What tests over real sockets are made of.
 * <ul>
 * <li>The relay: {@link dev.honeyrelay.harness.RunningRelay} is the application in the
 * test's own process, {@link dev.honeyrelay.harness.RelayProcess} is one of its own, for
 * what needs another heap, standard output or end, and
 * {@link dev.honeyrelay.harness.EndedRelay} is such a process afterwards. Classes that
 * have only those are {@link dev.honeyrelay.harness.InOtherProcesses} and run beside the
 * others.</li>
 * <li>HoneyHive: {@link dev.honeyrelay.harness.RawUpstream} and
 * {@link dev.honeyrelay.harness.TlsUpstream} send exactly the bytes that a
 * {@link dev.honeyrelay.harness.Script} says; an {@link dev.honeyrelay.harness.Exchange}
 * is one request that arrived there. Where bytes do not matter, WireMock stands in, with
 * the fixtures of {@link dev.honeyrelay.harness.Fixtures}.</li>
 * <li>Callers: {@link dev.honeyrelay.harness.RawCaller} sends exactly the bytes that it
 * is told to, and reads a {@link dev.honeyrelay.harness.RawResponse}.</li>
 * <li>{@link dev.honeyrelay.harness.Stage} puts a relay between the two and plays
 * {@link dev.honeyrelay.harness.Case}s: what HoneyHive does, what the caller sends, what
 * must come of it. {@link dev.honeyrelay.harness.Canary} fails any test in which a key or
 * a token is logged. {@link dev.honeyrelay.harness.States} waits for what nothing tells
 * of.</li>
 * </ul>
 * Beside this package, {@code TeamRelay} is a relay with several projects and callers,
 * and {@code FastPathRelay} one whose fast path has learnt some targets.
 */
package dev.honeyrelay.harness;
