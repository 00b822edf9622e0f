package dev.honeyrelay.fastpath;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The short way of stored answers.
 *
 * @param enabled Whether stored answers are sent ahead of filters and controllers. They
 * are the same without it, and cost three times the CPU.
 */
@ConfigurationProperties("relay.fast-path")
record FastPathProperties(@DefaultValue("true") boolean enabled) {
}
