package dev.honeyrelay.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says in one line that the relay is ready, where, and whom it asks.
 */
@Component
final class ReadyLine {

	private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);

	private final Environment environment;

	ReadyLine(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		log.atInfo()
			.addKeyValue("port", this.environment.getProperty("local.server.port"))
			.addKeyValue("management_port", this.environment.getProperty("local.management.port"))
			.addKeyValue("honeyhive", this.environment.getProperty("relay.upstream.base-url"))
			.log("ready");
	}

}
