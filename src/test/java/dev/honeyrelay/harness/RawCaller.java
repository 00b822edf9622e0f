package dev.honeyrelay.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A caller that sends what it is told to, byte for byte, over one connection.
 */
public final class RawCaller implements AutoCloseable {

	private static final int PATIENCE = 30_000;

	private final Socket socket;

	private final InputStream in;

	RawCaller(int port) throws IOException {
		this(new Socket(InetAddress.getLoopbackAddress(), port));
	}

	/** Speaks over {@code socket}, which is connected already. */
	public RawCaller(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(PATIENCE);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/** Sends these characters, each as one byte. */
	public RawCaller send(String text) throws IOException {
		try {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			this.socket.getOutputStream().flush();
		}
		catch (SocketException ex) {
			// The relay may have answered and hung up already.
		}
		return this;
	}

	/** Waits for the first byte of a response and leaves it unread. */
	public RawCaller awaitAnswer() throws IOException {
		this.in.mark(1);
		this.in.read();
		this.in.reset();
		return this;
	}

	/** Reads one response to a request that was not {@code HEAD}. */
	public RawResponse receive() throws IOException {
		return receive(false);
	}

	/** Reads one response, which has no body if {@code headOnly}. */
	public RawResponse receive(boolean headOnly) throws IOException {
		List<String> head = new ArrayList<>();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			head.add(line);
		}
		RawResponse bare = new RawResponse(head, new byte[0]);
		boolean bodiless = headOnly || bare.status() == 304 || bare.status() == 204;
		return bodiless ? bare : new RawResponse(head, readBody(bare));
	}

	/**
	 * Returns whether the relay ends the connection within two seconds without another
	 * byte.
	 */
	public boolean isClosed() throws IOException {
		return isClosedWithin(Duration.ofSeconds(2));
	}

	/** Returns whether the relay ends it within that time without another byte. */
	public boolean isClosedWithin(Duration time) throws IOException {
		this.socket.setSoTimeout(Math.toIntExact(time.toMillis()));
		try {
			return this.in.read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (SocketException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(PATIENCE);
		}
	}

	/** Ends the connection at once, as the system does for a process that is killed. */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private byte[] readBody(RawResponse bare) throws IOException {
		if ("chunked".equals(bare.value("Transfer-Encoding"))) {
			return readChunks();
		}
		String length = bare.value("Content-Length");
		return (length != null) ? this.in.readNBytes(Integer.parseInt(length)) : this.in.readAllBytes();
	}

	private byte[] readChunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = Integer.parseInt(readLine(), 16); size > 0; size = Integer.parseInt(readLine(), 16)) {
			body.write(this.in.readNBytes(size));
			readLine();
		}
		readLine();
		return body.toByteArray();
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("the relay hung up after: " + line);
			}
			line.append((char) next);
		}
		return line.toString().stripTrailing();
	}

}
