package dev.honeyrelay.outbound;

import java.net.InetAddress;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import org.jspecify.annotations.Nullable;

/**
 * The addresses in this machine's hosts file, read anew every few seconds: a name that
 * moves there is followed, too.
 */
final class HostsFile implements HostsFileEntriesResolver {

	private static final long NANOS = Duration.ofSeconds(5).toNanos();

	private volatile Read read = Read.now();

	@Override
	public @Nullable InetAddress address(String host, ResolvedAddressTypes types) {
		Read latest = this.read;
		if (System.nanoTime() - latest.nanoTime() > NANOS) {
			latest = Read.now();
			this.read = latest;
		}
		String name = host.toLowerCase(Locale.ENGLISH);
		InetAddress four = first(latest.entries().ipv4Entries(), name);
		InetAddress six = first(latest.entries().ipv6Entries(), name);
		return switch (types) {
			case IPV4_ONLY -> four;
			case IPV6_ONLY -> six;
			case IPV4_PREFERRED -> (four != null) ? four : six;
			case IPV6_PREFERRED -> (six != null) ? six : four;
		};
	}

	private static @Nullable InetAddress first(Map<String, List<InetAddress>> entries, String name) {
		List<InetAddress> addresses = entries.get(name);
		return (addresses != null) ? addresses.getFirst() : null;
	}

	/**
	 * What the file said.
	 */
	private record Read(HostsFileEntriesProvider entries, long nanoTime) {

		static Read now() {
			return new Read(HostsFileEntriesProvider.parser().parseSilently(Charset.defaultCharset()),
					System.nanoTime());
		}

	}

}
