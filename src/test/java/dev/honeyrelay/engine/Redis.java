package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Redis in a container, to be stopped, paused and filled with whatever a test likes. It
 * is always found at the same port.
 */
final class Redis implements AutoCloseable {

	private static final int PORT = 6379;

	private final int port = freePort();

	private final GenericContainer<?> container = new GenericContainer<>("redis:7-bookworm").withExposedPorts(PORT)
		.waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));

	Redis() {
		this.container.setPortBindings(List.of(this.port + ":" + PORT));
	}

	int port() {
		return this.port;
	}

	/** Starts it for the first time. */
	Redis start() {
		this.container.start();
		return this;
	}

	/** Returns the settings with which a relay finds it, and {@code further} ones. */
	String[] settings(String... further) {
		return settingsAt(this.container.getHost(), this.port, further);
	}

	/** Returns the settings with which a relay looks for it there. */
	static String[] settingsAt(String host, int port, String... further) {
		return Stream.concat(Stream.of("--relay.cache.shared.enabled=true", "--spring.data.redis.host=" + host,
				"--spring.data.redis.port=" + port), Stream.of(further))
			.toArray(String[]::new);
	}

	/** Ends it; its memory is lost. */
	void stop() {
		engine().stopContainerCmd(this.container.getContainerId()).withTimeout(0).exec();
	}

	/** Starts it again. */
	void startAgain() {
		engine().startContainerCmd(this.container.getContainerId()).exec();
	}

	/** Lets it keep its connections and do nothing, as SIGSTOP does. */
	void pause() {
		signal("STOP");
	}

	/** Lets it go on. */
	void resume() {
		signal("CONT");
	}

	/** Returns what it answers to a command. */
	String command(String... words) {
		return Command.in(this.container,
				Stream.concat(Stream.of("redis-cli"), Stream.of(words)).toArray(String[]::new));
	}

	/** Returns all keys that hold stored responses. */
	List<String> entries() {
		return command("--scan", "--pattern", "honeyhive-relay:2:{*").lines()
			.filter((key) -> key.matches(".*:[0-9a-f]{64}"))
			.toList();
	}

	@Override
	public void close() {
		this.container.close();
	}

	private void signal(String name) {
		engine().killContainerCmd(this.container.getContainerId()).withSignal(name).exec();
	}

	private DockerClient engine() {
		return this.container.getDockerClient();
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
