package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A way to Redis that can turn bad: slow, silent, or full of what Redis never says.
 */
final class Detour implements AutoCloseable {

	private static final byte[] GARBAGE = "HTTP/1.1 400 Bad Request\r\n\r\n<html>\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final ServerSocket server;

	private final int redisPort;

	private volatile Condition condition = Condition.GOOD;

	private Detour(ServerSocket server, int redisPort) {
		this.server = server;
		this.redisPort = redisPort;
	}

	/** Opens a way to the Redis at {@code redisPort}. */
	static Detour to(int redisPort) {
		try {
			Detour detour = new Detour(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), redisPort);
			Thread.ofVirtual().start(detour::accept);
			return detour;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	/** Lets the way, open connections included, be so from now on. */
	void turn(Condition condition) {
		this.condition = condition;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket caller = this.server.accept();
				Socket redis = new Socket(InetAddress.getLoopbackAddress(), this.redisPort);
				Thread.ofVirtual().start(() -> carry(caller, redis, false));
				Thread.ofVirtual().start(() -> carry(redis, caller, true));
			}
			catch (IOException ex) {
				// Whoever called will call again.
			}
		}
	}

	private void carry(Socket from, Socket to, boolean answers) {
		byte[] buffer = new byte[64 * 1024];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				this.condition.pass(out, buffer, read, answers);
			}
		}
		catch (IOException ex) {
			// One side hung up.
		}
	}

	/**
	 * What a way can be like.
	 */
	enum Condition {

		/** Everything arrives. */
		GOOD,

		/** Answers arrive, later than anybody waits. */
		SLOW,

		/** Nothing arrives any more, and nobody is told. */
		SILENT,

		/** Answers arrive as something else. */
		GARBAGE;

		private static final Duration DELAY = Duration.ofMillis(60);

		void pass(OutputStream out, byte[] bytes, int length, boolean answers) throws IOException {
			if (this == SILENT) {
				return;
			}
			if (answers && this == SLOW) {
				LockSupport.parkNanos(DELAY.toNanos());
			}
			boolean spoilt = answers && this == Condition.GARBAGE;
			out.write(spoilt ? Detour.GARBAGE : bytes, 0, spoilt ? Detour.GARBAGE.length : length);
			out.flush();
		}

	}

}
