package dev.honeyrelay.outbound;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.harness.ForwardProxy;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.Script;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.core.env.StandardEnvironment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Single documents come within a time and a size, and on their own way.
 */
@Timeout(60)
class DocumentClientTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Outbound OUTBOUND = new Outbound(
			new OutboundProperties(ProxyUrl.of("http://nobody.invalid:3128"), List.of(), null),
			new DefaultSslBundleRegistry(), new StandardEnvironment());

	private final RawUpstream server = RawUpstream.start();

	private final DocumentClient direct = OUTBOUND.documents(WayOut.of("relay.jwt", null, List.of("*"), null));

	@AfterAll
	static void close() {
		OUTBOUND.close();
	}

	@Test
	void whatDripsIsNotWaitedForLongerThanTheLimit() {
		this.server.on("slow", Script.sends("HTTP/1.1 200 OK", "Content-Length: 1000", "", "")
			.thenDrips("x".repeat(1000), Duration.ofMillis(50)));

		assertThatExceptionOfType(InterruptedIOException.class)
			.isThrownBy(() -> this.direct.get(at("/runs/slow"), Duration.ofMillis(400), 10_000));
	}

	@Test
	void whatIsLongerThanTheLimitIsNotTaken() throws IOException {
		this.server.on("long", Script.json("x".repeat(5000)));

		assertThat(this.direct.get(at("/runs/long"), LONG, 5000).content()).hasSize(5000);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.direct.get(at("/runs/long"), LONG, 4999))
			.withMessage("too long");
	}

	@Test
	void aRedirectIsTold() throws IOException {
		this.server.on("moved", Script.answer("302 Found", "text/html", "gone", "Location: /runs/there"));

		assertThat(this.direct.get(at("/runs/moved"), LONG, 10_000))
			.isEqualTo(new DocumentClient.Document(302, "/runs/there", ""));
	}

	@Test
	void whatIsSaidOfItAloneGoesBeforeWhatIsSaidOfAll() throws IOException {
		try (ForwardProxy proxy = ForwardProxy.start()) {
			DocumentClient own = OUTBOUND
				.documents(WayOut.of("relay.jwt", ProxyUrl.of(proxy.urlWithPassword()), List.of(), null));

			assertThat(own.get(at("/runs/a"), LONG, 10_000).status()).isEqualTo(200);
			assertThat(proxy.lines()).containsExactly("GET " + at("/runs/a") + " HTTP/1.1");
		}
		DocumentClient general = OUTBOUND.documents(WayOut.UNSAID);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> general.get(at("/runs/a"), LONG, 10_000));
	}

	@Test
	void aDocumentIsSentWithItsFields() throws IOException {
		this.server.on("new", (exchange) -> {
			Script.answer("204 No Content", "text/plain", "").play(exchange);
			exchange.close();
		});

		assertThat(
				this.direct.post(at("/runs/new"), Map.of("X-Tenant", List.of("a", "b")), "abc".getBytes(UTF_8), LONG))
			.isEqualTo(204);
		assertThat(this.server.last().head().getFirst()).isEqualTo("POST /runs/new HTTP/1.1");
		assertThat(this.server.last().values("X-Tenant")).containsExactly("a", "b");
		assertThat(this.server.last().values("Content-Length")).containsExactly("3");
	}

	private URI at(String path) {
		return URI.create(this.server.baseUrl() + path);
	}

}
