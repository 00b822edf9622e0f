package dev.honeyrelay.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Stands in for HoneyHive behind TLS, with the certificate of a key store. It has a good
 * result for every run, and keeps connections.
 */
public final class TlsUpstream implements AutoCloseable {

	private final ServerSocket server;

	private final AtomicInteger connections = new AtomicInteger();

	private TlsUpstream(ServerSocket server) {
		this.server = server;
	}

	/** Starts one on any free port of the loopback interface. */
	public static TlsUpstream with(Path keyStore) throws Exception {
		return start(context(keyStore, null).getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
	}

	/**
	 * Starts one that speaks only to those with a certificate of whom {@code trustStore}
	 * trusts.
	 */
	public static TlsUpstream demanding(Path keyStore, Path trustStore) throws Exception {
		SSLServerSocket server = (SSLServerSocket) context(keyStore, trustStore).getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		server.setNeedClientAuth(true);
		return start(server);
	}

	private static TlsUpstream start(ServerSocket server) {
		TlsUpstream upstream = new TlsUpstream(server);
		Thread.ofVirtual().start(upstream::accept);
		return upstream;
	}

	/**
	 * Returns what TLS is served with: the certificate of {@code keyStore}, and trust in
	 * those of {@code trustStore}, or in nobody if that is {@code null}.
	 */
	static SSLContext context(Path keyStore, Path trustStore) throws Exception {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(load(keyStore), CertificateAuthority.PASSWORD.toCharArray());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		if (trustStore != null) {
			trust.init(load(trustStore));
		}
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(keys.getKeyManagers(), (trustStore != null) ? trust.getTrustManagers() : null, null);
		return tls;
	}

	private static KeyStore load(Path file) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, CertificateAuthority.PASSWORD.toCharArray());
		}
		return store;
	}

	/** Returns the URL under which it is asked as {@code host}. */
	public String baseUrl(String host) {
		return "https://" + host + ':' + this.server.getLocalPort();
	}

	/** Returns how many connections were made to it. */
	public int connections() {
		return this.connections.get();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.connections.incrementAndGet();
				Thread.ofVirtual().start(() -> answer(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private static void answer(Socket socket) {
		try (socket) {
			for (String head = read(socket); head != null; head = read(socket)) {
				String body = RawUpstream.goodBody(head.replaceFirst("(?s)^GET [^ ]*/runs/([^/ ]*)/.*", "$1"));
				socket.getOutputStream()
					.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
							+ "\r\n\r\n" + body)
						.getBytes(StandardCharsets.US_ASCII));
			}
		}
		catch (IOException ex) {
			// The relay does not like the certificate, and hangs up.
		}
	}

	private static String read(Socket socket) throws IOException {
		InputStream in = socket.getInputStream();
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				return null;
			}
			head.append((char) next);
		}
		return head.toString();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
