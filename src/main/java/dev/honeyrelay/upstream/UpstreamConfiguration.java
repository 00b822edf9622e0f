package dev.honeyrelay.upstream;

import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

import dev.honeyrelay.credentials.CredentialsSource;
import dev.honeyrelay.credentials.ProjectRule;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.HeapShare;
import dev.honeyrelay.outbound.Outbound;
import dev.honeyrelay.outbound.Route;
import dev.honeyrelay.outbound.WayOut;
import dev.honeyrelay.upstream.wire.Connections;
import dev.honeyrelay.upstream.wire.Transport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds the client of HoneyHive and what it needs.
 */
@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {

	@Bean
	HoneyHiveClient honeyHiveClient(UpstreamProperties properties, CredentialsSource credentials,
			Connections connections, InstantSource time, ByteBudget inFlight, UpstreamBackoff pauses,
			ProjectLimiters lines, UpstreamMetrics metrics) {
		int limit = Math.toIntExact(properties.maxResponseSize().toBytes());
		return new HoneyHiveClient(properties, credentials, new Transport(time, limit, properties.connectTimeout()),
				connections, inFlight, pauses, lines::of, metrics);
	}

	@Bean
	UpstreamBackoff pauses(InstantSource time) {
		return new UpstreamBackoff(time);
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
		Gauge.builder("relay.upstream.in.flight.waiting", inFlight, ByteBudget::waiting)
			.description("Trips and answers that wait for bytes")
			.register(meters);
		countWaits(meters, inFlight, "served", ByteBudget::waited);
		countWaits(meters, inFlight, "gave-up", ByteBudget::gaveUp);
		return inFlight;
	}

	private static void countWaits(MeterRegistry meters, ByteBudget inFlight, String outcome,
			ToDoubleFunction<ByteBudget> count) {
		FunctionCounter.builder("relay.upstream.in.flight.waits", inFlight, count)
			.description("Times that a trip or an answer had to wait for bytes, and whether it got them")
			.tag("outcome", outcome)
			.register(meters);
	}

	@Bean
	HeapShare heapForAnswersOnTheirWay(UpstreamProperties properties) {
		return new HeapShare("answers on their way", "relay.upstream.max-in-flight",
				properties.maxInFlight().toBytes());
	}

	@Bean
	Connections connections(WebClient.Builder webClient, UpstreamProperties properties, Outbound outbound) {
		Route route = outbound.to(properties.baseUrl().origin(), WayOut.UNSAID);
		outbound.note("HoneyHive", route);
		return new Connections(webClient, properties, route);
	}

	@Bean
	ProjectRule projectRule(UpstreamProperties properties) {
		return properties.dialect();
	}

}
