package dev.honeyrelay.outbound;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * How something is to be reached, as far as its own settings say so.
 */
public final class WayOut {

	/** Nothing is said. */
	public static final WayOut UNSAID = new WayOut(null, null, null, null);

	private final @Nullable Proxy proxy;

	private final @Nullable NoProxy noProxy;

	private final @Nullable String bundle;

	private final @Nullable String bundleSetting;

	private WayOut(@Nullable Proxy proxy, @Nullable NoProxy noProxy, @Nullable String bundle,
			@Nullable String bundleSetting) {
		this.proxy = proxy;
		this.noProxy = noProxy;
		this.bundle = bundle;
		this.bundleSetting = bundleSetting;
	}

	/**
	 * Reads the settings {@code proxy}, {@code no-proxy} and {@code ssl-bundle} below
	 * {@code prefix}; each may be missing or empty.
	 * @throws IllegalArgumentException if one cannot be right, in one sentence that names
	 * it and has no secret
	 */
	public static WayOut of(String prefix, @Nullable ProxyUrl proxy, List<String> noProxy, @Nullable String sslBundle) {
		boolean hasNoProxy = noProxy.stream().anyMatch(StringUtils::hasText);
		String bundle = StringUtils.hasText(sslBundle) ? sslBundle : null;
		return new WayOut((proxy == null || proxy.value().isEmpty()) ? null : proxyOf(prefix + ".proxy", proxy.value()),
				hasNoProxy ? noProxyOf(prefix + ".no-proxy", noProxy) : null, bundle,
				(bundle != null) ? prefix + ".ssl-bundle" : null);
	}

	/**
	 * Returns the way that says no more than whom to trust.
	 * @param setting the setting that names the bundle
	 * @param sslBundle the bundle's name, or {@code null} or empty for none
	 */
	public static WayOut trusting(String setting, @Nullable String sslBundle) {
		return StringUtils.hasText(sslBundle) ? new WayOut(null, null, sslBundle, setting) : UNSAID;
	}

	static Proxy proxyOf(String setting, String url) {
		try {
			return Proxy.of(url);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(setting + " must " + ex.getMessage() + '.');
		}
	}

	private static NoProxy noProxyOf(String setting, List<String> entries) {
		try {
			return NoProxy.of(entries);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(setting + " has an entry that must " + ex.getMessage() + '.');
		}
	}

	/** Returns this, with what {@code general} says where it says nothing. */
	WayOut orElse(WayOut general) {
		boolean ownBundle = this.bundle != null;
		return new WayOut((this.proxy != null) ? this.proxy : general.proxy,
				(this.noProxy != null) ? this.noProxy : general.noProxy, ownBundle ? this.bundle : general.bundle,
				ownBundle ? this.bundleSetting : general.bundleSetting);
	}

	@Nullable Proxy proxy() {
		return this.proxy;
	}

	@Nullable NoProxy noProxy() {
		return this.noProxy;
	}

	/** Returns the name of the bundle, or {@code null} for none. */
	@Nullable String bundle() {
		return this.bundle;
	}

	/** Returns the setting that names the bundle, or {@code null} where there is none. */
	@Nullable String bundleSetting() {
		return this.bundleSetting;
	}

}
