package dev.honeyrelay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The relay as a company runs it: several projects and callers from a credentials file,
 * in front of a stand-in for HoneyHive that answers anything with the name of the project
 * whose key asks. Started once for all tests, which keep to run ids of their own.
 */
public final class TeamRelay implements AutoCloseable {

	private static TeamRelay instance;

	private final Gate gate = new Gate();

	private final WireMockServer honeyHive = new WireMockServer(
			WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort().extensions(this.gate));

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Path file;

	private final ConfigurableApplicationContext context;

	private TeamRelay(String... settings) throws IOException {
		this.honeyHive.start();
		Map.of("hh_search", "search-quality", "hh_support", "support-bot", "hh_lab", "secret-lab")
			.forEach(this::answerFor);
		this.file = Files.createTempFile("credentials", ".yaml");
		this.file.toFile().deleteOnExit();
		Files.writeString(this.file, Team.credentialsFile());
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--management.server.port=0", "--relay.callers.drain-delay=0s",
						"--relay.credentials=" + this.file, "--relay.upstream.base-url=" + this.honeyHive.baseUrl()));
		arguments.addAll(List.of(settings));
		this.context = SpringApplication.run(HoneyHiveRelay.class, arguments.toArray(String[]::new));
	}

	/** Returns the one that all tests share. */
	public static synchronized TeamRelay running() {
		if (instance == null) {
			instance = start();
		}
		return instance;
	}

	/** Starts another one, with further settings. */
	public static TeamRelay start(String... settings) {
		try {
			return new TeamRelay(settings);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.honeyHive.stop();
	}

	/** Returns the file that projects and callers come from. */
	public Path file() {
		return this.file;
	}

	/** Returns what the gauge {@code name} shows. */
	public double gauge(String name) {
		return this.context.getBean(MeterRegistry.class).get(name).gauge().value();
	}

	/** Returns how many answers have come from the store ahead of the controllers. */
	public double answersAhead() {
		return this.context.getBean(MeterRegistry.class).get("relay.answers.ahead").functionCounter().count();
	}

	/** Returns what comes back for {@code GET path}, asked with {@code token}. */
	public HttpResponse<String> get(String token, String path, String... headers) {
		return send("GET", token, path, headers);
	}

	/** Returns what comes back for {@code path}, asked with {@code token}. */
	public HttpResponse<String> send(String method, String token, String path, String... headers) {
		return exchange(request(path).method(method, HttpRequest.BodyPublishers.noBody())
			.header("Authorization", "Bearer " + token), headers);
	}

	/**
	 * Returns what comes back for {@code GET path}, asked with these
	 * {@code Authorization} fields.
	 */
	public HttpResponse<String> getAs(String path, List<String> authorization) {
		HttpRequest.Builder request = request(path);
		authorization.forEach((value) -> request.header("Authorization", value));
		return exchange(request);
	}

	/** Returns what comes back for {@code GET path}, asked with these fields alone. */
	public HttpResponse<String> getWith(String path, String... headers) {
		return exchange(request(path), headers);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI
			.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path));
	}

	private HttpResponse<String> exchange(HttpRequest.Builder request, String... headers) {
		for (int index = 0; index < headers.length; index += 2) {
			request.header(headers[index], headers[index + 1]);
		}
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns how often HoneyHive was asked for something with {@code text} in its URL.
	 */
	public int asked(String text) {
		return urlsAsked(text).size();
	}

	/**
	 * Returns the URLs with {@code text} in them that HoneyHive was asked for, in order.
	 */
	public List<String> urlsAsked(String text) {
		return this.honeyHive.findAll(WireMock.anyRequestedFor(WireMock.anyUrl()))
			.stream()
			.map(LoggedRequest::getUrl)
			.filter((url) -> url.contains(text))
			.toList();
	}

	/** Returns what holds HoneyHive's answers about gated runs. */
	public Gate gate() {
		return this.gate;
	}

	private void answerFor(String key, String project) {
		this.honeyHive.stubFor(WireMock.any(WireMock.anyUrl())
			.withHeader("Authorization", WireMock.equalTo("Bearer " + key))
			.willReturn(WireMock.okJson("""
					{"project": "%s", "status": "completed",
					 "run_object": {"status": "completed", "updated_at": "2020-01-01T00:00:00Z"},
					 "old_run": {"status": "completed"}, "new_run": {"status": "completed"},
					 "evaluation": {"status": "completed", "updated_at": "2020-01-01T00:00:00Z"}}"""
				.formatted(project))));
	}

}
