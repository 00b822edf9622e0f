package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The image at work, held as tightly as a cluster would hold it: a root that cannot be
 * written to and no other place for files, no capability, no new privilege, 512 MB.
 */
final class RelayContainer implements AutoCloseable {

	static final String TOKEN = "a-token-of-twenty-characters";

	static final long MEMORY = 512L << 20;

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final int PORT = 8080;

	private static final int MANAGEMENT_PORT = 8081;

	private final HttpClient http = HttpClient.newHttpClient();

	private final GenericContainer<?> container = new GenericContainer<>(RelayImage.built())
		.withExposedPorts(PORT, MANAGEMENT_PORT)
		.withEnv("HH_API_KEY", "hh_some_key")
		.withEnv("RELAY_TOKEN", TOKEN)
		.withCreateContainerCmdModifier(RelayContainer::hold)
		.withStartupTimeout(PATIENCE)
		.waitingFor(Wait.forHttp("/readyz").forPort(PORT).withStartupTimeout(PATIENCE));

	private RelayContainer(Map<String, String> environment) {
		this.container.withEnv(environment);
	}

	/** Starts one that asks {@code honeyHive} and waits until it is ready. */
	static RelayContainer start(HoneyHive honeyHive, Map<String, String> environment) {
		RelayContainer relay = new RelayContainer(environment);
		relay.container.withEnv("HH_API_URL", honeyHive.innerUrl()).start();
		return relay;
	}

	/** Gets {@code path} with the token and further header fields. */
	HttpResponse<String> get(String path, String... headers) {
		return get(PORT, path, headers);
	}

	/** Gets {@code path} of the management port. */
	HttpResponse<String> manage(String path) {
		return get(MANAGEMENT_PORT, path);
	}

	/** Returns the sum of a meter's values. */
	double meter(String name) {
		return manage("/actuator/prometheus").body()
			.lines()
			.filter((line) -> line.startsWith(name) && !line.startsWith(name + '_'))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	/** Returns a line of the process's own status in MB, such as {@code VmRSS}. */
	long memory(String name) {
		return run("cat", "/proc/1/status").lines()
			.filter((line) -> line.startsWith(name + ":"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
			.findFirst()
			.orElseThrow();
	}

	/** Returns what a command in the container prints. */
	String run(String... command) {
		return Command.in(this.container, command);
	}

	/** Returns the lines that it has printed. */
	List<String> printed() {
		return this.container.getLogs(OutputFrame.OutputType.STDOUT, OutputFrame.OutputType.STDERR).lines().toList();
	}

	/** Tells it to end, as a cluster does, and does not wait. */
	void terminate() {
		this.container.getDockerClient().killContainerCmd(this.container.getContainerId()).withSignal("TERM").exec();
	}

	/** Waits at most that long for its end, and returns the status. */
	long awaitEnd(Duration patience) {
		Awaitility.await().atMost(patience).until(() -> !Boolean.TRUE.equals(state().getRunning()));
		return state().getExitCodeLong();
	}

	/** Returns how the engine says it is. */
	InspectContainerResponse.ContainerState state() {
		return this.container.getDockerClient().inspectContainerCmd(this.container.getContainerId()).exec().getState();
	}

	@Override
	public void close() {
		this.container.close();
		this.http.close();
	}

	private HttpResponse<String> get(int port, String path, String... headers) {
		URI uri = URI.create("http://" + this.container.getHost() + ":" + this.container.getMappedPort(port) + path);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + TOKEN);
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void hold(CreateContainerCmd create) {
		HostConfig host = create.getHostConfig();
		if (host != null) {
			host.withReadonlyRootfs(true)
				.withCapDrop(Capability.ALL)
				.withSecurityOpts(List.of("no-new-privileges"))
				.withMemory(MEMORY)
				.withMemorySwap(MEMORY);
		}
	}

}
