package dev.honeyrelay.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stands in for HoneyHive where WireMock is too polite: each run has a script that says
 * what bytes come back. A run without one is completed and has a good result.
 */
public final class RawUpstream {

	private static final Pattern RUN = Pattern.compile("/runs/([^/?]+)");

	private final ServerSocket server;

	private final Map<String, Script> scripts = new ConcurrentHashMap<>();

	private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

	private volatile Script others;

	private RawUpstream(ServerSocket server) {
		this.server = server;
	}

	/** Starts listening on any free port of the loopback interface. */
	public static RawUpstream start() {
		try {
			RawUpstream upstream = new RawUpstream(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
			Thread.ofVirtual().start(upstream::accept);
			return upstream;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the body that a run without a script answers with. */
	public static String goodBody(String run) {
		return """
				{"status":"completed","success":true,"run_object":{"run_id":"%s","status":"completed",\
				"created_at":"2026-01-01T00:00:00Z"},"evaluation":{"status":"completed"},"metrics":{},\
				"new_run":{"status":"completed"},"old_run":{"status":"completed"}}""".formatted(run);
	}

	public String baseUrl() {
		return "http://127.0.0.1:" + this.server.getLocalPort();
	}

	/** Plays {@code script} to every request about {@code run} from now on. */
	public void on(String run, Script script) {
		this.scripts.put(run, script);
	}

	/** Plays {@code script} to every request about a run that has none of its own. */
	public void onOthers(Script script) {
		this.others = script;
	}

	/** Lets {@code run} be a good one again. */
	public void heal(String run) {
		this.scripts.remove(run);
	}

	/** Returns the requests that named {@code run}, in the order in which they came. */
	public List<Exchange> asked(String run) {
		return this.exchanges.stream().filter((exchange) -> run.equals(runOf(exchange))).toList();
	}

	/** Returns how many requests there were at all. */
	public int asked() {
		return this.exchanges.size();
	}

	/** Forgets the requests that came so far. */
	public void forget() {
		this.exchanges.clear();
	}

	/**
	 * Forgets the requests that came so far and every script, and returns the runs that
	 * were named.
	 */
	Set<String> renew() {
		Set<String> runs = this.exchanges.stream().map(RawUpstream::runOf).collect(Collectors.toSet());
		this.scripts.clear();
		this.others = null;
		forget();
		return runs;
	}

	/** Returns the last of all requests. */
	public Exchange last() {
		return this.exchanges.getLast();
	}

	private void accept() {
		for (int number = 0; !this.server.isClosed(); number++) {
			try {
				Socket socket = this.server.accept();
				int connection = number;
				Thread.ofVirtual().start(() -> converse(socket, connection));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void converse(Socket socket, int connection) {
		CountDownLatch closed = new CountDownLatch(1);
		try (socket) {
			socket.setTcpNoDelay(true);
			for (List<String> head = readHead(socket); head != null; head = readHead(socket)) {
				Exchange exchange = new Exchange(socket, connection, head, closed);
				this.exchanges.add(exchange);
				String run = runOf(exchange);
				this.scripts.getOrDefault(run, (this.others != null) ? this.others : Script.json(goodBody(run)))
					.play(exchange);
			}
		}
		catch (IOException ex) {
			// The relay may hang up whenever it likes.
		}
		finally {
			closed.countDown();
		}
	}

	private static List<String> readHead(Socket socket) throws IOException {
		StringBuilder head = new StringBuilder();
		InputStream in = socket.getInputStream();
		while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
			int next = socket.isClosed() ? -1 : in.read();
			if (next < 0) {
				return null;
			}
			head.append((char) (next & 0xFF));
		}
		return head.toString().strip().lines().toList();
	}

	private static String runOf(Exchange exchange) {
		Matcher run = RUN.matcher(exchange.target());
		return run.find() ? run.group(1) : "";
	}

}
