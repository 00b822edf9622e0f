package dev.honeyrelay.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;

/**
 * A proxy of a company's network: it lets connections through (CONNECT), and asks others
 * for what is named by a whole URL. Every name stands for this machine, so that only who
 * leaves names to the proxy gets anywhere.
 */
public final class ForwardProxy implements AutoCloseable {

	/** The password of its user; nobody but the proxy may ever see it. */
	public static final String PASSWORD = "canary-password-of-the-proxy-55d0";

	private final ServerSocket server;

	private final List<List<String>> requests = new CopyOnWriteArrayList<>();

	private volatile String answer;

	private volatile boolean silent;

	private ForwardProxy(ServerSocket server) {
		this.server = server;
		Thread.ofVirtual().start(this::accept);
	}

	/** Starts one on any free port of the loopback interface. */
	public static ForwardProxy start() throws IOException {
		return new ForwardProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
	}

	/** Starts one that speaks TLS with the certificate of {@code keyStore}. */
	public static ForwardProxy behindTls(Path keyStore) throws Exception {
		SSLContext tls = TlsUpstream.context(keyStore, null);
		return new ForwardProxy(
				tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
	}

	/** Returns its port. */
	public int port() {
		return this.server.getLocalPort();
	}

	/** Returns its URL, for whoever may use it. */
	public String url() {
		return "http://127.0.0.1:" + port();
	}

	/** Returns its URL with a user and the password. */
	public String urlWithPassword() {
		return "http://relay:" + PASSWORD + "@127.0.0.1:" + port();
	}

	/** Returns what the field Proxy-Authorization has of them. */
	public static String basic() {
		return "Basic "
				+ Base64.getEncoder().encodeToString(("relay:" + PASSWORD).getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Answers every request with {@code head}, lines of a response's head, from now on;
	 * with nothing if there are none.
	 */
	public void answers(String... head) {
		this.answer = String.join("\r\n", head) + "\r\nContent-Length: 12\r\n\r\nThe proxy's.";
		this.silent = head.length == 0;
	}

	/** Does again what it is there for. */
	public void heals() {
		this.answer = null;
		this.silent = false;
	}

	/** Returns the heads of all requests that came, line by line. */
	public List<List<String>> requests() {
		return this.requests;
	}

	/** Returns the first lines of all requests that came. */
	public List<String> lines() {
		return this.requests.stream().map(List::getFirst).toList();
	}

	/** Returns the last line of the last request that begins with {@code name}. */
	public String field(String name) {
		return this.requests.getLast()
			.stream()
			.filter((line) -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ": "))
			.map((line) -> line.substring(name.length() + 2))
			.reduce((_, last) -> last)
			.orElse("");
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				Thread.ofVirtual().start(() -> serve(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket caller) {
		try (caller) {
			for (List<String> head = read(caller); head != null; head = read(caller)) {
				this.requests.add(head);
				if (this.silent) {
					caller.getInputStream().read();
					return;
				}
				if (this.answer != null) {
					write(caller, this.answer);
				}
				else if (head.getFirst().startsWith("CONNECT ")) {
					tunnel(caller, head.getFirst().split(" ", 3)[1]);
					return;
				}
				else {
					forward(caller, head);
				}
			}
		}
		catch (IOException ex) {
			// Either side may hang up whenever it likes.
		}
	}

	private static void tunnel(Socket caller, String authority) throws IOException {
		try (Socket target = connect(authority)) {
			write(caller, "HTTP/1.1 200 Connection established\r\n\r\n");
			join(caller, target);
		}
	}

	private static void forward(Socket caller, List<String> head) throws IOException {
		String[] line = head.getFirst().split(" ", 3);
		String rest = line[1].substring("http://".length());
		int slash = rest.indexOf('/');
		String authority = rest.substring(0, slash);
		try (Socket target = connect((authority.indexOf(':') < 0) ? authority + ":80" : authority)) {
			List<String> fields = head.stream()
				.skip(1)
				.filter((field) -> !field.startsWith("proxy-authorization"))
				.toList();
			write(target, line[0] + ' ' + rest.substring(slash) + ' ' + line[2] + "\r\n" + String.join("\r\n", fields)
					+ "\r\n\r\n");
			copyBody(head, caller, target);
			List<String> answer = read(target);
			if (answer != null) {
				write(caller, String.join("\r\n", answer) + "\r\n\r\n");
				copyBody(answer, target, caller);
			}
		}
	}

	private static void copyBody(List<String> head, Socket from, Socket to) throws IOException {
		int length = head.stream()
			.filter((field) -> field.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
			.mapToInt((field) -> Integer.parseInt(field.substring("content-length:".length()).strip()))
			.findFirst()
			.orElse(0);
		to.getOutputStream().write(from.getInputStream().readNBytes(length));
	}

	private static Socket connect(String authority) throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(),
				Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1)));
	}

	/** Lets everything through between both, until one of them hangs up. */
	static void join(Socket caller, Socket target) {
		Thread.ofVirtual().start(() -> pump(target, caller));
		pump(caller, target);
	}

	private static void pump(Socket from, Socket to) {
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				out.write(Arrays.copyOf(buffer, read));
				out.flush();
			}
			to.close();
		}
		catch (IOException ex) {
			// Over.
		}
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

	private static List<String> read(Socket socket) throws IOException {
		StringBuilder head = new StringBuilder();
		InputStream in = socket.getInputStream();
		while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
			int next = in.read();
			if (next < 0) {
				return null;
			}
			head.append((char) next);
		}
		return head.toString().strip().lines().toList();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
