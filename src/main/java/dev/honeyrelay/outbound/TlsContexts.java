package dev.honeyrelay.outbound;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.Http11SslContextSpec;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * What TLS is spoken with, by the bundle that a setting names. A bundle whose files have
 * changed is taken up anew; one that cannot be used then leaves the last good one in
 * force.
 */
final class TlsContexts {

	private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);

	private static final String JVM = "";

	private final SslBundles bundles;

	private final ConcurrentMap<String, SslContext> contexts = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

	TlsContexts(SslBundles bundles) {
		this.bundles = bundles;
	}

	/**
	 * Prepares the bundle that {@code way} names, if any, and follows its changes.
	 * @throws IllegalArgumentException if there is none, or it cannot be used, in one
	 * sentence that names the setting
	 */
	void prepare(WayOut way) {
		String name = way.bundle();
		if (name == null || this.listeners.putIfAbsent(name, new CopyOnWriteArrayList<>()) != null) {
			return;
		}
		try {
			this.contexts.put(name, contextOf(this.bundles.getBundle(name)));
			this.bundles.addBundleUpdateHandler(name, (bundle) -> replace(name, bundle));
		}
		catch (NoSuchSslBundleException ex) {
			throw new IllegalArgumentException(
					way.bundleSetting() + " must be the name of a bundle that spring.ssl.bundle.* has.", ex);
		}
		catch (RuntimeException | SSLException ex) {
			throw new IllegalArgumentException(
					way.bundleSetting()
							+ " names a bundle whose certificates or keys cannot be used: look at spring.ssl.bundle.*.",
					ex);
		}
	}

	/**
	 * Returns what {@code way} has new connections made with, at this moment; without a
	 * bundle, what the JVM trusts.
	 */
	SslContext contextFor(WayOut way) {
		String name = way.bundle();
		return this.contexts.computeIfAbsent((name != null) ? name : JVM, (_) -> ofJvm());
	}

	/** Calls {@code listener} whenever {@code way} has got other certificates or keys. */
	void listen(WayOut way, Runnable listener) {
		List<Runnable> known = (way.bundle() != null) ? this.listeners.get(way.bundle()) : null;
		if (known != null) {
			known.add(listener);
		}
	}

	private void replace(String name, SslBundle bundle) {
		try {
			this.contexts.put(name, contextOf(bundle));
		}
		catch (RuntimeException | SSLException ex) {
			log.atWarn()
				.addKeyValue("bundle", name)
				.addKeyValue("reason", ex.getClass().getSimpleName())
				.log("bundle of certificates cannot be used, the last one stays in use");
			return;
		}
		log.atInfo().addKeyValue("bundle", name).log("bundle of certificates has changed");
		this.listeners.getOrDefault(name, List.of()).forEach(Runnable::run);
	}

	private static SslContext contextOf(SslBundle bundle) throws SSLException {
		SslOptions options = bundle.getOptions();
		return Http11SslContextSpec.forClient()
			.configure((builder) -> builder.keyManager(bundle.getManagers().getKeyManagerFactory())
				.trustManager(bundle.getManagers().getTrustManagerFactory())
				.ciphers(setOf(options.getCiphers()))
				.protocols(options.getEnabledProtocols()))
			.sslContext();
	}

	private static @Nullable Iterable<String> setOf(String @Nullable [] ciphers) {
		return (ciphers != null) ? List.of(ciphers) : null;
	}

	private static SslContext ofJvm() {
		try {
			return Http11SslContextSpec.forClient().sslContext();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("TLS is not available", ex);
		}
	}

}
