package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.InstantSource;

import dev.honeyrelay.credentials.CredentialsSource;
import dev.honeyrelay.credentials.ProjectRule;
import dev.honeyrelay.run.ByteBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds the way to HoneyHive.
 */
@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {

	@Bean
	HoneyHiveClient honeyHiveClient(UpstreamProperties properties, CredentialsSource credentials,
			WebClient.Builder webClient, ConnectionProvider honeyHiveConnections, InstantSource time,
			ByteBudget inFlight, Pauses pauses, ProjectLines lines, UpstreamStatus status, MeterRegistry meters) {
		WebClient client = webClient
			.clientConnector(new ReactorClientHttpConnector(httpClient(properties, honeyHiveConnections)))
			.defaultHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
			.defaultHeader(HttpHeaders.USER_AGENT, "honeyhive-relay")
			.build();
		int limit = Math.toIntExact(properties.maxResponseSize().toBytes());
		return new HoneyHiveClient(properties, credentials, new Transport(client, time, inFlight, limit), pauses,
				lines::of, new TripRecorder(meters, status, time));
	}

	@Bean
	Pauses pauses(InstantSource time) {
		return new Pauses(time);
	}

	@Bean
	ByteBudget inFlight(UpstreamProperties properties, MeterRegistry meters) {
		long bytes = properties.maxInFlight().toBytes();
		ByteBudget inFlight = new ByteBudget(bytes);
		Gauge.builder("relay.upstream.in.flight", inFlight, (budget) -> bytes - budget.free())
			.description("Bytes of answers on their way, from the wire to the last caller")
			.baseUnit("bytes")
			.register(meters);
		Gauge.builder("relay.upstream.in.flight.limit", () -> bytes)
			.description("Bytes of answers that may be on their way")
			.baseUnit("bytes")
			.register(meters);
		return inFlight;
	}

	@Bean(destroyMethod = "dispose")
	ConnectionProvider honeyHiveConnections() {
		return ConnectionProvider.builder("honeyhive")
			.maxConnections(512)
			.pendingAcquireMaxCount(-1)
			.maxIdleTime(Duration.ofSeconds(30))
			.build();
	}

	@Bean
	ProjectRule projectRule(UpstreamProperties properties) {
		return (project) -> (properties.dialect().needsProjectId() && project.id() == null)
				? "needs an id, because relay.upstream.dialect is project" : null;
	}

	private static HttpClient httpClient(UpstreamProperties properties, ConnectionProvider connections) {
		return HttpClient.create(connections)
			.protocol(HttpProtocol.HTTP11)
			.compress(false)
			.followRedirect(false)
			.doOnRequest(Attempt::begins)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(properties.connectTimeout().toMillis()))
			.doOnChannelInit((observer, channel, address) -> HttpCodec.install(channel));
	}

}
