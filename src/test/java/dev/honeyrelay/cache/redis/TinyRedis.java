package dev.honeyrelay.cache.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The few commands of Redis that the relay uses, over a real socket, and whatever Redis
 * might do instead of obeying them.
 */
final class TinyRedis implements AutoCloseable {

	private final Map<String, byte[]> values = new ConcurrentHashMap<>();

	private final Map<String, Long> lifetimes = new ConcurrentHashMap<>();

	private final Map<String, String> refusals = new ConcurrentHashMap<>(
			Map.of("HELLO", "ERR unknown command", "CLIENT", "ERR unknown command"));

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final Set<Socket> listeners = ConcurrentHashMap.newKeySet();

	private final List<String> commands = Collections.synchronizedList(new ArrayList<>());

	private final ServerSocket server;

	private volatile boolean mute;

	private volatile String policy = "noeviction";

	TinyRedis() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread.ofVirtual().start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	Map<String, byte[]> values() {
		return this.values;
	}

	/** Returns the only key that ends so. */
	String key(String end) {
		List<String> keys = this.values.keySet().stream().filter((key) -> key.endsWith(end)).toList();
		if (keys.size() != 1) {
			throw new IllegalStateException("keys that end with " + end + ": " + keys);
		}
		return keys.getFirst();
	}

	/** Returns for how many milliseconds {@code key} was to be kept. */
	long lifetime(String key) {
		return this.lifetimes.get(key);
	}

	/** Returns the words of each command, without the values. */
	List<String> commands() {
		return this.commands;
	}

	/** Answers {@code command} with {@code error} from now on, or as usual if null. */
	void refuse(String command, @Nullable String error) {
		if (error != null) {
			this.refusals.put(command, error);
		}
		else {
			this.refusals.remove(command);
		}
	}

	/** Answers nothing, or everything again. */
	void mute(boolean mute) {
		this.mute = mute;
	}

	/** Evicts in this way from now on, as far as it says. */
	void policy(String policy) {
		this.policy = policy;
	}

	/** Ends every connection. */
	void hangUp() {
		this.connections.forEach(TinyRedis::close);
	}

	/** Tells all who listen. */
	void publish(String channel, String message) {
		byte[] told = array("message".getBytes(StandardCharsets.UTF_8), channel.getBytes(StandardCharsets.UTF_8),
				message.getBytes(StandardCharsets.UTF_8));
		this.listeners.forEach((listener) -> send(listener, told));
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		hangUp();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.connections.add(socket);
				Thread.ofVirtual().start(() -> serve(socket));
			}
			catch (IOException ex) {
				// Closed, and that is all.
			}
		}
	}

	private void serve(Socket socket) {
		try (socket; DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
			while (true) {
				List<byte[]> command = read(in);
				String name = text(command.getFirst()).toUpperCase(Locale.ROOT);
				this.commands.add(name + ((command.size() > 1) ? " " + text(command.get(1)) : ""));
				if (this.mute) {
					continue;
				}
				String refusal = this.refusals.get(name);
				send(socket, (refusal != null) ? line("-" + refusal) : answer(name, command, socket));
			}
		}
		catch (IOException ex) {
			// The relay hung up.
		}
		finally {
			this.connections.remove(socket);
			this.listeners.remove(socket);
		}
	}

	private byte[] answer(String name, List<byte[]> command, Socket socket) {
		return switch (name) {
			case "PING" -> line("+PONG");
			case "CONFIG" -> array("maxmemory-policy".getBytes(StandardCharsets.UTF_8),
					this.policy.getBytes(StandardCharsets.UTF_8));
			case "SET" -> set(command);
			case "MGET" ->
				array(command.stream().skip(1).map((key) -> this.values.get(text(key))).toArray(byte[][]::new));
			case "DEL" -> line(":" + ((this.values.remove(text(command.get(1))) != null) ? 1 : 0));
			case "PUBLISH" -> {
				publish(text(command.get(1)), text(command.get(2)));
				yield line(":" + this.listeners.size());
			}
			case "SUBSCRIBE" -> {
				this.listeners.add(socket);
				yield concat(line("*3"), bulk("subscribe".getBytes(StandardCharsets.UTF_8)), bulk(command.get(1)),
						line(":1"));
			}
			default -> line("-ERR unknown command");
		};
	}

	private byte[] set(List<byte[]> command) {
		String key = text(command.get(1));
		if (key.endsWith(":probe")) {
			return line("+OK"); // gone after a millisecond
		}
		this.values.put(key, command.get(2));
		this.lifetimes.put(key, Long.parseLong(text(command.get(4))));
		return line("+OK");
	}

	private static List<byte[]> read(DataInputStream in) throws IOException {
		int words = Integer.parseInt(readLine(in).substring(1));
		List<byte[]> command = new ArrayList<>();
		for (int i = 0; i < words; i++) {
			byte[] word = new byte[Integer.parseInt(readLine(in).substring(1))];
			in.readFully(word);
			readLine(in);
			command.add(word);
		}
		return command;
	}

	private static String readLine(DataInputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.readUnsignedByte(); next != '\r'; next = in.readUnsignedByte()) {
			line.append((char) next);
		}
		in.readUnsignedByte();
		return line.toString();
	}

	private static byte[] array(byte[]... values) {
		byte[] array = line("*" + values.length);
		for (byte[] value : values) {
			array = concat(array, (value != null) ? bulk(value) : line("$-1"));
		}
		return array;
	}

	private static byte[] bulk(byte[] value) {
		return concat(line("$" + value.length), value, line(""));
	}

	private static byte[] line(String text) {
		return (text + "\r\n").getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			whole.writeBytes(part);
		}
		return whole.toByteArray();
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static void send(Socket socket, byte[] bytes) {
		try {
			OutputStream out = socket.getOutputStream();
			synchronized (socket) {
				out.write(bytes);
				out.flush();
			}
		}
		catch (IOException ex) {
			close(socket);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is closed, then.
		}
	}

}
