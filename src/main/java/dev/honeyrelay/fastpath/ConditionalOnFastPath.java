package dev.honeyrelay.fastpath;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * There is such a component unless {@code relay.fast-path.enabled} is false.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnBooleanProperty(name = "relay.fast-path.enabled", matchIfMissing = true)
@interface ConditionalOnFastPath {

}
