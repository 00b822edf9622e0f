package dev.honeyrelay.harness;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One request that reached the raw stand-in, and the connection to answer it over.
 */
public final class Exchange {

	private final Socket socket;

	private final int connection;

	private final List<String> head;

	private final CountDownLatch closed;

	Exchange(Socket socket, int connection, List<String> head, CountDownLatch closed) {
		this.socket = socket;
		this.connection = connection;
		this.head = head;
		this.closed = closed;
	}

	/** Returns the request target, query included. */
	public String target() {
		String line = this.head.getFirst();
		return line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' '));
	}

	/** Returns the values of every header line called {@code name}. */
	public List<String> values(String name) {
		String prefix = name.toLowerCase(Locale.ROOT) + ':';
		return this.head.stream()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
			.map((line) -> line.substring(prefix.length()).strip())
			.toList();
	}

	/** Returns the request line and the header lines. */
	public List<String> head() {
		return this.head;
	}

	/** Returns the number of the connection, counted from the start of the stand-in. */
	public int connection() {
		return this.connection;
	}

	/** Sends these characters, each as one byte. */
	public void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	public void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
	}

	/**
	 * Waits until the relay hangs up, at most {@code time}, and returns whether it did.
	 */
	public boolean waitsForClose(Duration time) throws IOException {
		this.socket.setSoTimeout(Math.toIntExact(time.toMillis()));
		try {
			return this.socket.getInputStream().read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		finally {
			this.socket.setSoTimeout(0);
		}
	}

	/** Ends the connection in an orderly way. */
	public void close() throws IOException {
		this.socket.close();
	}

	/** Breaks the connection off. */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	/**
	 * Returns whether either side has ended the connection, after waiting for it a little
	 * if need be.
	 */
	public boolean isOver() throws InterruptedException {
		return this.closed.await(2, TimeUnit.SECONDS);
	}

}
