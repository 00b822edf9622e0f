package dev.honeyrelay.engine;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

/**
 * HoneyHive as WireMock plays it in a container, with the runs of the folder
 * {@code honeyhive} and with runs that a test makes up.
 */
final class HoneyHive {

	private static final int PORT = 8080;

	private final AtomicInteger runs = new AtomicInteger();

	private final GenericContainer<?> container = new GenericContainer<>("wiremock/wiremock:3.13.2")
		.withExposedPorts(PORT)
		// Its journal would keep all answers whole.
		.withCommand("--logged-response-body-size-limit", "1000")
		.withCopyFileToContainer(MountableFile.forClasspathResource("honeyhive"), "/home/wiremock")
		.waitingFor(Wait.forHttp("/__admin/mappings"));

	private final WireMock admin;

	private HoneyHive() {
		this.container.start();
		this.admin = new WireMock(this.container.getHost(), this.container.getMappedPort(PORT));
	}

	/** Returns the one that all tests share; they make up runs of their own. */
	static HoneyHive shared() {
		return Shared.HONEY_HIVE;
	}

	String baseUrl() {
		return "http://" + this.container.getHost() + ":" + this.container.getMappedPort(PORT);
	}

	/** Returns where other containers find it. */
	String innerUrl() {
		return "http://"
				+ this.container.getContainerInfo().getNetworkSettings().getNetworks().get("bridge").getIpAddress()
				+ ":" + PORT;
	}

	/** Returns a completed run that nobody has heard of yet, with {@code score}. */
	String newRun(int score) {
		String run = "engine-" + this.runs.incrementAndGet();
		scored(run, score);
		return run;
	}

	/** Lets {@code run} have another score from now on. */
	void scored(String run, int score) {
		says(run, completed(run, score));
		this.admin.register(get(urlPathEqualTo("/v1/runs/" + run)).willReturn(okJson("""
				{"evaluation":{"run_id":"%s","status":"completed","created_at":"2026-01-01T00:00:00Z"}}"""
			.formatted(run))));
		this.admin.register(get(urlPathEqualTo("/v1/runs/" + run + "/metrics")).willReturn(okJson("""
				{"events":[],"totalEvents":%d}""".formatted(score))));
	}

	/** Returns the result of a completed run. */
	static ResponseDefinitionBuilder completed(String run, int score) {
		return okJson("""
				{"status":"completed","run_object":{"run_id":"%s","status":"completed",\
				"created_at":"2026-01-01T00:00:00Z"},"metrics":{"score":%d}}""".formatted(run, score));
	}

	/** Lets HoneyHive answer so to questions for the result of {@code run}. */
	void says(String run, ResponseDefinitionBuilder response) {
		this.admin.register(get(urlPathEqualTo(result(run))).willReturn(response));
	}

	/**
	 * Lets every run whose id begins with {@code start} have a result of a bit more than
	 * {@code length} characters that hardly compress.
	 */
	void hasMany(String start, int length) {
		String padding = new Random(length).ints(length, 'A', 'z')
			.filter((letter) -> letter != '\\')
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		this.admin.register(get(urlPathMatching(result(start + "[0-9]+"))).willReturn(okJson("""
				{"status":"completed","run_object":{"status":"completed","created_at":"2026-01-01T00:00:00Z"},\
				"padding":"%s"}""".formatted(padding))));
	}

	/** Forgets what was asked. */
	void forget() {
		this.admin.resetRequests();
	}

	/** Returns how often the result of {@code run} was asked for. */
	int asked(String run) {
		return this.admin.find(getRequestedFor(urlPathEqualTo(result(run)))).size();
	}

	/** Returns the path of the result of {@code run}, at the relay and at HoneyHive. */
	static String result(String run) {
		return "/v1/runs/" + run + "/result";
	}

	/**
	 * Started when first needed; ends with this process.
	 */
	private static final class Shared {

		static final HoneyHive HONEY_HIVE = new HoneyHive();

	}

}
