package dev.honeyrelay.harness;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that speaks SOCKS 5 to one user (RFC 1928, RFC 1929). Every name stands for
 * this machine.
 */
public final class SocksProxy implements AutoCloseable {

	private static final int BY_PASSWORD = 2;

	private static final int NAME = 3;

	private final ServerSocket server;

	private final String user;

	private final String password;

	private final List<String> hosts = new CopyOnWriteArrayList<>();

	private SocksProxy(ServerSocket server, String user, String password) {
		this.server = server;
		this.user = user;
		this.password = password;
		Thread.ofVirtual().start(this::accept);
	}

	/** Starts one on any free port of the loopback interface. */
	public static SocksProxy start(String user, String password) throws IOException {
		return new SocksProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), user, password);
	}

	/** Returns its port. */
	public int port() {
		return this.server.getLocalPort();
	}

	/** Returns the names that it was asked to connect to. */
	public List<String> hosts() {
		return this.hosts;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket caller = this.server.accept();
				Thread.ofVirtual().start(() -> serve(caller));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket caller) {
		try (caller) {
			DataInputStream in = new DataInputStream(caller.getInputStream());
			OutputStream out = caller.getOutputStream();
			in.readByte();
			in.readNBytes(in.readByte());
			out.write(new byte[] { 5, BY_PASSWORD });
			in.readByte();
			boolean known = text(in).equals(this.user) && text(in).equals(this.password);
			out.write(new byte[] { 1, (byte) (known ? 0 : 1) });
			in.readNBytes(3);
			if (!known || in.readByte() != NAME) {
				return;
			}
			this.hosts.add(text(in));
			try (Socket target = new Socket(InetAddress.getLoopbackAddress(), in.readUnsignedShort())) {
				out.write(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
				ForwardProxy.join(caller, target);
			}
		}
		catch (IOException ex) {
			// Either side may hang up whenever it likes.
		}
	}

	private static String text(DataInputStream in) throws IOException {
		return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
