package dev.honeyrelay.outbound;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;
import reactor.netty.transport.NameResolverProvider;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/**
 * Knows the ways out: for each origin that is to be asked, whether a proxy is in between,
 * and whose certificates count.
 */
@Component
public final class Outbound implements AutoCloseable {

	private static final Duration NAMES_KEPT = Duration.ofSeconds(30);

	private final WayOut general;

	private final ProxyVariables variables;

	private final TlsContexts tls;

	private final AddressResolverGroup<InetSocketAddress> names = names(NAMES_KEPT, DocumentClient.CONNECT_TIMEOUT);

	private final List<String> destinations = new CopyOnWriteArrayList<>();

	Outbound(OutboundProperties properties, SslBundles bundles, ConfigurableEnvironment environment) {
		this.general = properties.wayOut();
		this.variables = new ProxyVariables(environment.getSystemEnvironment());
		this.tls = new TlsContexts(bundles);
		this.tls.prepare(this.general);
	}

	/**
	 * Returns the way to {@code origin} by {@code own} settings and, where those say
	 * nothing, by those below {@code relay.upstream}, else by the environment.
	 * @param origin scheme, host and, if need be, port, such as https://api.example.com
	 * @throws IllegalArgumentException if a setting on the way cannot be right, in one
	 * sentence without a secret
	 */
	public Route to(String origin, WayOut own) {
		WayOut way = own.orElse(this.general);
		this.tls.prepare(way);
		int colon = origin.indexOf("://");
		String scheme = origin.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
		boolean secure = scheme.equals("https");
		Authority target = Authority.of(origin.substring(colon + 3), secure ? 443 : 80);
		return new Route(target, secure, proxyFor(scheme, target, way), way, this.tls);
	}

	/**
	 * Returns what gets single documents by {@code own} settings and, where those say
	 * nothing, by the general ones.
	 * @throws IllegalArgumentException if a setting cannot be right, in one sentence
	 * without a secret
	 */
	public DocumentClient documents(WayOut own) {
		this.tls.prepare(own.orElse(this.general));
		return new DocumentClient(this, own, this.names);
	}

	/**
	 * Notes that {@code what} will be asked by {@code route}.
	 * @param what such as HoneyHive, as the operator knows it
	 */
	public void note(String what, Route route) {
		this.destinations.add(what + ": " + route);
	}

	/**
	 * Returns a line for each destination that was noted, in order and without a secret.
	 */
	public List<String> destinations() {
		return this.destinations.stream().sorted().toList();
	}

	/**
	 * Returns resolvers of names that keep no answer longer than {@code longest} and wait
	 * for none longer than {@code patience}. Close them when they are not needed any
	 * more.
	 */
	public static AddressResolverGroup<InetSocketAddress> names(Duration longest, Duration patience) {
		return NameResolverProvider.builder()
			.cacheMaxTimeToLive(longest)
			.queryTimeout(patience)
			.hostsFileEntriesResolver(new HostsFile())
			.build()
			.newNameResolverGroup(HttpResources.get(), false);
	}

	private @Nullable Proxy proxyFor(String scheme, Authority target, WayOut way) {
		NoProxy direct = way.noProxy();
		if (((direct != null) ? direct : this.variables.noProxy()).has(target)) {
			return null;
		}
		Proxy set = way.proxy();
		return (set != null) ? set : this.variables.proxyFor(scheme);
	}

	@Override
	public void close() {
		this.names.close();
	}

}
