package dev.honeyrelay.fastpath;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Fuzz;

import static dev.honeyrelay.fastpath.FastPathRelay.BEARER;
import static dev.honeyrelay.fastpath.FastPathRelay.READER;
import static dev.honeyrelay.fastpath.FastPathRelay.TARGETS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Some requests of any kind, as the bytes of one connection, cut anywhere. The last of
 * them asks for the end of the connection.
 *
 * @param requests the requests
 * @param packets their bytes
 * @param timed whether it may depend on time how many of them are answered, because the
 * body of one may come late
 */
record RandomPackets(List<String> requests, List<Packet> packets, boolean timed) {

	private static final String END = "GET /livez HTTP/1.1\r\nHost: relay.test\r\nConnection: close\r\n\r\n";

	private static final List<String> CREDENTIALS = List.of(BEARER, BEARER, BEARER,
			"authorization:   bearer   " + READER,
			"Authorization: Basic " + Base64.getEncoder().encodeToString(("any:" + READER).getBytes(ISO_8859_1)),
			BEARER + "\r\nRelay-Project: support", BEARER + "\r\nRelay-Project: secret", BEARER + 'x',
			BEARER + "\r\n" + BEARER, "Authorization: Digest " + READER, "X-Nothing: at all");

	private static final List<String> FIELDS = List.of("X-Any: a", "X-Any: b", "Accept-Encoding: gzip",
			"Accept-Encoding: gzip;q=0", "Accept-Encoding: br, GZIP;q=0.5", "If-None-Match: *",
			"If-None-Match: \"a\", TAG", "If-None-Match: TAG", "If-None-Match: W/TAG", "If-Match: \"a\"",
			"Range: bytes=0-9", "Accept: image/png", "Accept: application/json;q=0, */*", "Cookie: a=b",
			"Origin: https://dashboards.example.com", "X-Request-Id: mine", "Host: other.test", "Connection: close",
			"Connection: keep-alive", "Connection: upgrade\r\nUpgrade: websocket", "Upgrade: h2c",
			"Expect: 100-continue", "Expect: a-miracle", "X-Long: " + "y".repeat(1_100),
			"X-Longer: " + "y".repeat(9_000), "Content-Length: 0", "Transfer-Encoding: gzip", "Content-Length: x",
			"X Y: z", ": empty", "X-Fold: a\r\n b", "X-Byte: \u00e9\u0001", "X-Tab:\ta\t", "X-Space : a",
			"TE: trailers", "Trailer: X-A");

	private static final List<String> BODIES = List.of("Content-Length: 5\r\n\r\nhello",
			"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
			"Content-Length: 60\r\n\r\n" + END.substring(0, 60),
			"Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nX-A: b\r\n\r\n",
			"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
			"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

	private static final List<String> METHODS = List.of("GET", "GET", "GET", "GET", "GET", "HEAD", "HEAD", "POST",
			"get", "OPTIONS", "TRACE", "DELETE", "PRI", "G\u00e9T", "");

	private static final List<String> VERSIONS = List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1",
			"HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", "");

	private static final List<String> FURTHER = List.of("", "", "", "", "?project_id=%7A", "&project_id=z", "#part",
			";a=b", "/", "?aggregate_function=sum", "?aggregate_function=sum&aggregate_function=sum", "?%zz", "?a=%ff",
			"?project=" + "x".repeat(1_100), "/../result", "\u00e9");

	private static final List<String> OTHERS = List.of("/livez", "/readyz", "/nothing", "*", "//v1/runs/door/result",
			"/v1/runs/%64oor/result", "http://relay.test" + TARGETS.getFirst(), "/problems/not-found", "relay.test:80");

	private static final List<String> DICTIONARY = List.of("\r\n", "\n", "\r", " ", ":", "\0", "\r\n\r\n", "\n\n",
			"HTTP/1.1", "GET ", "Host: a\r\n", "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n", END);

	/**
	 * Returns what {@code random} makes of it; {@code tags} are those of some answers.
	 */
	static RandomPackets of(List<String> tags, Random random) {
		boolean bodies = random.nextInt(3) == 0;
		List<String> requests = new ArrayList<>();
		boolean pollsOnly = random.nextInt(3) == 0;
		for (int i = random.nextInt(6); i >= 0; i--) {
			requests.add((pollsOnly || random.nextInt(3) > 0) ? poll(tags, random) : request(tags, bodies, random));
		}
		requests.add(END);
		List<Packet> packets = cut(requests, random);
		boolean framed = requests.stream()
			.anyMatch((request) -> request.contains("Content-Length") || request.contains("Transfer-Encoding"));
		return new RandomPackets(List.copyOf(requests), packets, framed);
	}

	// One of some hundred, so that it comes again.
	private static String poll(List<String> tags, Random random) {
		String tag = Fuzz.oneOf(tags, random);
		return line(Fuzz.oneOf(List.of("GET", "GET", "HEAD"), random), Fuzz.oneOf(TARGETS.subList(0, 4), random),
				"HTTP/1.1") + Fuzz.oneOf(CREDENTIALS.subList(0, 6), random) + "\r\n"
				+ Fuzz.oneOf(FIELDS.subList(0, 9), random).replace("TAG", tag) + "\r\n\r\n";
	}

	private static String request(List<String> tags, boolean bodies, Random random) {
		String target = (random.nextInt(5) == 0) ? Fuzz.oneOf(OTHERS, random)
				: Fuzz.oneOf(TARGETS, random) + Fuzz.oneOf(FURTHER, random);
		StringBuilder request = new StringBuilder((random.nextInt(8) == 0) ? "\r\n" : "");
		request.append(line(Fuzz.oneOf(METHODS, random), target, Fuzz.oneOf(VERSIONS, random)))
			.append(Fuzz.oneOf(CREDENTIALS, random))
			.append("\r\n");
		for (int i = random.nextInt(3); i > 0; i--) {
			request.append(Fuzz.oneOf(FIELDS, random).replace("TAG", Fuzz.oneOf(tags, random))).append("\r\n");
		}
		request.append((bodies && random.nextBoolean()) ? Fuzz.oneOf(BODIES, random) : "\r\n");
		return switch (random.nextInt(8)) {
			case 0 -> request.toString().replace("\r\n", "\n");
			case 1 -> new String(Fuzz.mutated(request.toString().getBytes(ISO_8859_1), DICTIONARY, random), ISO_8859_1);
			case 2 -> request.toString().replace("Host: relay.test\r\n", "");
			default -> request.toString();
		};
	}

	private static String line(String method, String target, String version) {
		return method + ' ' + target + ' ' + version + "\r\nHost: relay.test\r\n";
	}

	private static List<Packet> cut(List<String> requests, Random random) {
		String all = String.join("", requests);
		TreeSet<Integer> cuts = new TreeSet<>();
		int at = 0;
		int shift = (random.nextInt(4) == 0) ? random.nextInt(7) - 3 : 0;
		boolean apart = random.nextInt(4) > 0;
		for (String request : requests) {
			at += request.length();
			if (apart && random.nextInt(6) > 0) {
				cuts.add(Math.clamp(at + shift, 1, all.length()));
			}
		}
		for (int i = random.nextInt(2) * random.nextInt(6); i > 0; i--) {
			cuts.add(1 + random.nextInt(all.length()));
		}
		cuts.add(all.length());
		List<Packet> packets = new ArrayList<>();
		int from = 0;
		for (int to : cuts) {
			packets.add(new Packet(all.substring(from, to), random.nextInt(3) > 0));
			from = to;
		}
		return List.copyOf(packets);
	}

	/**
	 * Returns every run of bytes that might have been taken for a request: each packet,
	 * each request, and each row of packets.
	 */
	Stream<String> pieces() {
		List<String> pieces = new ArrayList<>(this.requests);
		for (int from = 0; from < this.packets.size(); from++) {
			StringBuilder piece = new StringBuilder();
			for (Packet packet : this.packets.subList(from, this.packets.size())) {
				pieces.add(piece.append(packet.bytes()).toString());
			}
		}
		return pieces.stream().distinct();
	}

	/**
	 * What is sent at once.
	 *
	 * @param bytes the bytes, each as a character
	 * @param awaited whether something of an answer is waited for before the next
	 */
	record Packet(String bytes, boolean awaited) {
	}

}
