package dev.honeyrelay.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Spring Cloud Gateway as somebody would set it up in the relay's place: a caller shows a
 * token, and HoneyHive gets the key.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Gateway {

	public static void main(String[] arguments) {
		SpringApplication.run(Gateway.class, arguments);
	}

	@Bean
	GlobalFilter tokenForKey(@Value("${RELAY_TOKEN}") String token, @Value("${HH_API_KEY}") String key) {
		byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
		return (exchange, chain) -> {
			String shown = Objects.toString(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION), "");
			if (!MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8))) {
				exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
				return exchange.getResponse().setComplete();
			}
			return chain.filter(exchange.mutate()
				.request((request) -> request.headers((headers) -> headers.setBearerAuth(key)))
				.build());
		};
	}

}
