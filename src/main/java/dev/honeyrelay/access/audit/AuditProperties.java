package dev.honeyrelay.access.audit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is written down of who reads what.
 *
 * @param enabled Whether there is one line per read and purge on the logger
 * dev.honeyrelay.audit.
 */
@ConfigurationProperties("relay.audit")
public record AuditProperties(@DefaultValue("true") boolean enabled) {
}
