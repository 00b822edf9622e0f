package dev.honeyrelay.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.HoneyHiveRelay;
import dev.honeyrelay.results.TripsUnderWay;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The real application, listening on free ports of this machine.
 */
public final class RunningRelay implements AutoCloseable {

	/** The HoneyHive key; nobody but HoneyHive may ever see it. */
	public static final String KEY = "hh_canary_key_that_stays_here_9f3b";

	/** The one caller's token; nobody may ever see it again. */
	public static final String TOKEN = "canary-token-that-stays-here-71c4";

	private static final List<String> UNDER_WAY = List.of("relay.upstream.in.flight", "relay.upstream.travelling",
			"relay.upstream.waiting");

	private final WebServerApplicationContext context;

	private RunningRelay(WebServerApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts one that asks {@code baseUrl}, with further {@code settings}, which win over
	 * those that it usually has.
	 */
	public static RunningRelay start(String baseUrl, String... settings) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--management.server.port=0",
				"--spring.main.banner-mode=off", "--relay.callers.drain-delay=0s", "--relay.api-key=" + KEY,
				"--relay.token=" + TOKEN, "--relay.upstream.base-url=" + baseUrl));
		for (String setting : settings) {
			arguments.removeIf((usual) -> usual.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
		}
		arguments.addAll(List.of(settings));
		return new RunningRelay((WebServerApplicationContext) SpringApplication.run(HoneyHiveRelay.class,
				arguments.toArray(String[]::new)));
	}

	public int port() {
		return this.context.getWebServer().getPort();
	}

	/** Returns the container of the callers' port. */
	public WebServer server() {
		return this.context.getWebServer();
	}

	/** Returns the port on which the operator looks at it. */
	public int managementPort() {
		return component(Environment.class).getRequiredProperty("local.management.port", Integer.class);
	}

	/** Returns the component of that type, to look at what it says of itself. */
	public <T> T component(Class<T> type) {
		return this.context.getBean(type);
	}

	/** Waits until nothing is on its way to HoneyHive or back, or about to be. */
	public void awaitRest() {
		MeterRegistry meters = component(MeterRegistry.class);
		long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
		States.await(() -> {
			if (System.nanoTime() > end) {
				throw new AssertionError("something is still under way");
			}
			return TripsUnderWay.in(this.context) == 0 && UNDER_WAY.stream()
				.flatMap((name) -> meters.find(name).gauges().stream())
				.noneMatch(RunningRelay::isUp);
		});
	}

	/** Connects a caller. */
	public RawCaller connect() {
		try {
			return new RawCaller(port());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Gets {@code target} with the token and further header lines. */
	public RawResponse get(String target, String... headers) {
		return send(request("GET", target, headers));
	}

	/**
	 * Asks for {@code target} with another method, the token and further header lines.
	 */
	public RawResponse send(String method, String target, String... headers) {
		return send(request(method, target, headers));
	}

	/** Sends exactly {@code request} and returns the one response to it. */
	public RawResponse send(String request) {
		try (RawCaller caller = connect()) {
			return caller.send(request).receive(request.startsWith("HEAD "));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(request.lines().findFirst().orElse("nothing") + ": " + ex, ex);
		}
	}

	/** Sends exactly {@code request} to the operator's port. */
	public RawResponse atManagement(String request) {
		String port = this.context.getEnvironment().getProperty("local.management.port");
		try (RawCaller caller = new RawCaller(Integer.parseInt(port))) {
			return caller.send(request).receive();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns a request with the token, {@code headers} and no body. */
	public static String request(String method, String target, String... headers) {
		return bare(method, target, "Authorization: Bearer " + TOKEN, String.join("\r\n", headers));
	}

	/** Returns a request with these header lines only, and Host. */
	public static String bare(String method, String target, String... headers) {
		StringBuilder request = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\nHost: relay.test\r\n");
		for (String header : headers) {
			if (!header.isEmpty()) {
				request.append(header).append("\r\n");
			}
		}
		return request.append("\r\n").toString();
	}

	private static boolean isUp(Gauge gauge) {
		return gauge.value() > 0;
	}

	@Override
	public void close() {
		((org.springframework.context.ConfigurableApplicationContext) this.context).close();
	}

}
