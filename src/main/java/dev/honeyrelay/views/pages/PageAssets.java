package dev.honeyrelay.views.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.response.Sha256;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The few files that pages are made with. The name of each has a digest of its bytes, so
 * that whoever has one never asks for it again.
 */
public final class PageAssets {

	// What the library that draws is called where its files are, and how it tells its
	// version.
	private static final String PLOTS = "META-INF/resources/webjars/uplot/{version}/dist/";

	private static final String PLOTS_VERSION = "META-INF/maven/org.webjars.npm/uplot/pom.properties";

	private static final Map<String, String> FILES = Map.of("page.css", "pages/page.css", "page.js", "pages/page.js",
			"icon.svg", "pages/icon.svg", "plots.css", PLOTS + "uPlot.min.css", "plots.js", PLOTS + "uPlot.iife.min.js",
			"figures.js", "pages/figures.js");

	private static final int DIGEST_BYTES = 8;

	// When somebody first looks at a page: nobody may ever do so.
	private static final SingletonSupplier<Map<String, Asset>> ASSETS = SingletonSupplier.of(PageAssets::read);

	private static final SingletonSupplier<Map<String, Asset>> ADDRESSES = SingletonSupplier
		.of(() -> all().stream().collect(Collectors.toUnmodifiableMap(Asset::address, Function.identity())));

	private static final SingletonSupplier<String> VERSION = SingletonSupplier.of(() -> digest(all().stream()
		.map(Asset::address)
		.sorted()
		.collect(Collectors.joining())
		.getBytes(StandardCharsets.US_ASCII)));

	private PageAssets() {
	}

	/** Returns the last segment of the path of the file of that name. */
	static String addressOf(String name) {
		return asset(name).address();
	}

	/** Returns the file of that name as text. */
	static String text(String name) {
		return new String(asset(name).representation().bytes(ContentCoding.IDENTITY), StandardCharsets.UTF_8);
	}

	/** Returns the file at that address, or {@code null} if there is none. */
	public static @Nullable Asset at(String address) {
		return ADDRESSES.obtain().get(address);
	}

	/** Returns a word that changes when any of the files does. */
	public static String version() {
		return VERSION.obtain();
	}

	private static Asset asset(String name) {
		Asset asset = ASSETS.obtain().get(name);
		if (asset == null) {
			throw new IllegalArgumentException("no file " + name);
		}
		return asset;
	}

	private static Collection<Asset> all() {
		return ASSETS.obtain().values();
	}

	private static Map<String, Asset> read() {
		try {
			String version = PropertiesLoaderUtils.loadProperties(new ClassPathResource(PLOTS_VERSION))
				.getProperty("version");
			Map<String, Asset> assets = new TreeMap<>();
			for (Map.Entry<String, String> file : FILES.entrySet()) {
				String path = file.getValue().replace("{version}", version);
				assets.put(file.getKey(), assetOf(file.getKey(), new ClassPathResource(path).getContentAsByteArray()));
			}
			return assets;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Asset assetOf(String name, byte[] bytes) {
		int dot = name.indexOf('.');
		return new Asset(name.substring(0, dot) + '-' + digest(bytes) + name.substring(dot), typeOf(name),
				new Representation(bytes));
	}

	private static String typeOf(String name) {
		if (name.endsWith(".css")) {
			return "text/css;charset=utf-8";
		}
		return name.endsWith(".js") ? "text/javascript;charset=utf-8" : "image/svg+xml";
	}

	private static String digest(byte[] bytes) {
		return HexFormat.of().formatHex(Arrays.copyOf(Sha256.digest(bytes), DIGEST_BYTES));
	}

	/**
	 * One of the files.
	 *
	 * @param address the last segment of its path
	 * @param type its media type
	 * @param representation its bytes
	 */
	public record Asset(String address, String type, Representation representation) {
	}

}
