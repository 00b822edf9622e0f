package dev.honeyrelay.access.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.honeyrelay.harness.RunningRelay.TOKEN;
import static dev.honeyrelay.harness.RunningRelay.bare;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The relay behind real gateways, with their configuration as docs/gateways.md has it.
 * Whom they ask who somebody is stands in: it answers as oauth2-proxy and Authelia do.
 */
@Tag("gateway")
@Timeout(60)
class RealGatewayTests {

	private static final String PATH = "/v1/runs/gateway/result";

	@ParameterizedTest
	@EnumSource
	void whoIsLoggedInIsBelievedAndNobodyElse(Gateway gateway, @TempDir Path folder) throws Exception {
		try (Stage stage = Stage.open("--relay.gateway.user-header=" + gateway.user,
				"--relay.gateway.groups-header=" + gateway.groups, "--relay.gateway.trusted-networks=127.0.0.1",
				"--relay.gateway.secret=the-secret-of-the-gateway", "--relay.gateway.projects.analysts=default");
				LoginService logins = new LoginService();
				Running running = gateway.start(folder, logins.port(), stage.relay().port())) {
			running.awaitAnswer();

			assertThat(running.ask("Cookie: session=analyst").status()).isEqualTo(200);
			assertThat(running.ask("Cookie: session=analyst", "Authorization: Bearer not-a-token").status())
				.isEqualTo(200);
			assertThat(running.ask("Cookie: session=analyst", gateway.user + ": operator").status()).isEqualTo(200);
			// Logged in, and in no group: neither a field of one's own helps, nor another
			// spelling of it.
			assertThat(running.ask("Cookie: session=guest").status()).isEqualTo(401);
			assertThat(running.ask("Cookie: session=guest", gateway.groups + ": analysts").status()).isEqualTo(401);
			assertThat(running.ask("Cookie: session=guest", gateway.groups.replace('-', '_') + ": analysts").status())
				.isEqualTo(401);
			assertThat(running.ask(gateway.user + ": alice", gateway.groups + ": analysts").status()).isEqualTo(401);
			assertThat(running.ask("Authorization: Bearer " + TOKEN).status()).isEqualTo(401);

			// Around the gateway, whose secret nobody else knows.
			assertThat(stage.relay()
				.send(bare("GET", PATH, gateway.user + ": alice", gateway.groups + ": analysts"))
				.status()).isEqualTo(401);
		}
	}

	/** A gateway, and how the page has it configured. */
	enum Gateway {

		NGINX("nginx", "X-Forwarded-Email", "X-Forwarded-Groups") {

			@Override
			List<String> command(Path folder, String block) throws IOException {
				Path config = Files.writeString(folder.resolve("nginx.conf"), """
						daemon off;
						worker_processes 1;
						pid %1$s/nginx.pid;
						events {}
						http {
							access_log off;
							client_body_temp_path %1$s/body;
							proxy_temp_path %1$s/proxy;
							fastcgi_temp_path %1$s/fastcgi;
							uwsgi_temp_path %1$s/uwsgi;
							scgi_temp_path %1$s/scgi;
							%2$s
						}
						""".formatted(folder, block));
				return List.of("nginx", "-e", "stderr", "-p", folder.toString(), "-c", config.toString());
			}

			@Override
			String atPorts(String block, int port, int logins, int relay) {
				return block.replace("listen 80;", "listen 127.0.0.1:" + port + ';')
					.replace("oauth2-proxy:4180", "127.0.0.1:" + logins)
					.replace("relay:8080", "127.0.0.1:" + relay);
			}

		},

		CADDY("caddyfile", "Remote-User", "Remote-Groups") {

			@Override
			List<String> command(Path folder, String block) throws IOException {
				Path config = Files.writeString(folder.resolve("Caddyfile"),
						"{\nadmin off\nauto_https off\n}\n" + block);
				return List.of("caddy", "run", "--adapter", "caddyfile", "--config", config.toString());
			}

			@Override
			String atPorts(String block, int port, int logins, int relay) {
				return block
					.replace("relay.example.com {", "http://127.0.0.1:" + port + ", http://relay.test:" + port + " {")
					.replace("authelia:9091", "127.0.0.1:" + logins)
					.replace("relay:8080", "127.0.0.1:" + relay);
			}

		};

		private final String language;

		private final String user;

		private final String groups;

		Gateway(String language, String user, String groups) {
			this.language = language;
			this.user = user;
			this.groups = groups;
		}

		abstract List<String> command(Path folder, String block) throws IOException;

		abstract String atPorts(String block, int port, int logins, int relay);

		private Running start(Path folder, int logins, int relay) throws IOException {
			Matcher block = Pattern.compile("(?s)```" + this.language + "\n(.*?)```")
				.matcher(Files.readString(Path.of("docs/gateways.md")));
			assertThat(block.find()).as("a block of the page").isTrue();
			int port = RelayProcess.freePort();
			Path log = folder.resolve("gateway.log");
			ProcessBuilder command = new ProcessBuilder(command(folder, atPorts(block.group(1), port, logins, relay)))
				.redirectErrorStream(true)
				.redirectOutput(log.toFile());
			command.environment().put("HOME", folder.toString());
			return new Running(command.start(), port, log);
		}

	}

	/** A gateway that has been started. */
	private record Running(Process process, int port, Path log) implements AutoCloseable {

		void awaitAnswer() {
			Awaitility.await().until(() -> {
				assertThat(this.process.isAlive()).as(() -> read(this.log)).isTrue();
				try {
					return ask("Cookie: session=none").status() == 401;
				}
				catch (IOException ex) {
					return false;
				}
			});
		}

		RawResponse ask(String... lines) throws IOException {
			try (RawCaller caller = new RawCaller(new Socket(InetAddress.getLoopbackAddress(), this.port))) {
				return caller.send(bare("GET", PATH, lines)).receive();
			}
		}

		@Override
		public void close() {
			this.process.destroy();
			this.process.onExit().join();
		}

		private static String read(Path log) {
			try {
				return Files.readString(log);
			}
			catch (IOException ex) {
				return ex.toString();
			}
		}

	}

	/** Tells a gateway who has which session. */
	private static final class LoginService implements AutoCloseable {

		private static final Map<String, Map<String, String>> SESSIONS = Map.of("session=analyst",
				Map.of("X-Auth-Request-Email", "auth0|alice", "X-Auth-Request-Groups", "staff,analysts", "Remote-User",
						"alice", "Remote-Groups", "staff,analysts"),
				"session=guest", Map.of("X-Auth-Request-Email", "guest@example.com", "Remote-User", "guest"));

		private final HttpServer server;

		LoginService() throws IOException {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			this.server.createContext("/", LoginService::answer);
			this.server.start();
		}

		int port() {
			return this.server.getAddress().getPort();
		}

		private static void answer(HttpExchange exchange) throws IOException {
			Map<String, String> fields = SESSIONS.get(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
			if (fields != null) {
				fields.forEach(exchange.getResponseHeaders()::set);
			}
			exchange.sendResponseHeaders((fields != null) ? 202 : 401, -1);
			exchange.close();
		}

		@Override
		public void close() {
			this.server.stop(0);
		}

	}

}
