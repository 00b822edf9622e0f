package dev.honeyrelay.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.jetty.io.EndPoint;

/**
 * Knows how many bytes the kernel still keeps for each peer, where it tells: Linux may
 * take megabytes at once for a slow one, and then none for a long time. Elsewhere it
 * knows nothing, and what the kernel takes counts as taken by the peer.
 */
final class SendQueues {

	// The same table, of each version of IP.
	private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

	private static final String MAPPED = "0000000000000000" + word(new byte[] { 0, 0, (byte) 0xFF, (byte) 0xFF });

	private SendQueues() {
	}

	/** Returns the bytes that are kept for those of {@code endPoints} that are known. */
	static Map<EndPoint, Long> of(Collection<EndPoint> endPoints) {
		Map<String, EndPoint> byName = new HashMap<>();
		endPoints.forEach((endPoint) -> names(endPoint).forEach((name) -> byName.put(name, endPoint)));
		Map<EndPoint, Long> kept = new HashMap<>();
		for (Path table : TABLES) {
			try (Stream<String> lines = Files.lines(table)) {
				lines.forEach((line) -> read(line, byName, kept));
			}
			catch (IOException ex) {
				// There is no such table here.
			}
		}
		return kept;
	}

	// A line has a number, the local and the remote address, the state and the queues.
	private static void read(String line, Map<String, EndPoint> byName, Map<EndPoint, Long> kept) {
		String[] words = line.strip().split(" +", 6);
		if (words.length < 6) {
			return;
		}
		EndPoint endPoint = byName.get(words[1].substring(words[1].indexOf(':') + 1) + ' ' + words[2]);
		if (endPoint != null) {
			kept.put(endPoint, Long.parseLong(words[4], 0, words[4].indexOf(':'), 16));
		}
	}

	private static List<String> names(EndPoint endPoint) {
		if (endPoint.getLocalSocketAddress() instanceof InetSocketAddress local
				&& endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote) {
			String suffix = port(remote);
			String name = port(local).substring(1) + ' ' + words(remote.getAddress()) + suffix;
			return (remote.getAddress().getAddress().length == 4)
					? List.of(name, port(local).substring(1) + ' ' + MAPPED + words(remote.getAddress()) + suffix)
					: List.of(name);
		}
		return List.of();
	}

	private static String port(InetSocketAddress address) {
		return String.format(Locale.ROOT, ":%04X", address.getPort());
	}

	private static String words(InetAddress address) {
		byte[] bytes = address.getAddress();
		StringBuilder words = new StringBuilder();
		for (int start = 0; start < bytes.length; start += 4) {
			words.append(word(java.util.Arrays.copyOfRange(bytes, start, start + 4)));
		}
		return words.toString();
	}

	private static String word(byte[] bytes) {
		return String.format(Locale.ROOT, "%08X", ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt());
	}

}
