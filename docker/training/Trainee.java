package dev.honeyrelay.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A relay that is started with made-up credentials, asked, and told to end.
 */
final class Trainee implements AutoCloseable {

	private static final String TOKEN = "made-up-for-the-training";

	private static final long PATIENCE_MINUTES = 5;

	private final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private Trainee(Process process) {
		this.process = process;
	}

	/** Starts one with further {@code flags} of the JVM and waits until it is ready. */
	static Trainee start(String upstream, List<String> command, String... flags) throws Exception {
		List<String> all = new ArrayList<>(command);
		all.addAll(command.size() - 2, List.of(flags));
		ProcessBuilder builder = new ProcessBuilder(all).inheritIO();
		builder.environment().put("HH_API_URL", upstream);
		builder.environment().put("HH_API_KEY", "made-up-as-well");
		builder.environment().put("RELAY_TOKEN", TOKEN);
		Trainee relay = new Trainee(builder.start());
		relay.awaitReady();
		return relay;
	}

	/** Returns the status of the answer to {@code method} at {@code target}. */
	int status(String method, String target, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target))
			.method(method, HttpRequest.BodyPublishers.noBody());
		request.header("Authorization", "Bearer " + TOKEN);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.send(request.build(), BodyHandlers.discarding()).statusCode();
	}

	/** Tells it to end, as a container engine does, and waits for an orderly end. */
	void stop() throws InterruptedException {
		this.process.destroy();
		Training.require(this.process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "the relay does not end");
		Training.require(this.process.exitValue() == 0, "the relay ended with " + this.process.exitValue());
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.http.close();
	}

	private void awaitReady() throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
		while (!isReady()) {
			Training.require(this.process.isAlive(), "the relay did not start");
			Training.require(System.nanoTime() < end, "the relay does not become ready");
			this.process.waitFor(100, TimeUnit.MILLISECONDS);
		}
	}

	private boolean isReady() throws InterruptedException {
		try {
			return status("GET", "8080/readyz") == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
