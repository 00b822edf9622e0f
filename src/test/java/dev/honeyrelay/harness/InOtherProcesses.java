package dev.honeyrelay.harness;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests whose relays are processes of their own, and which log nothing in this one and
 * set nothing in it. They run beside all others but those that measure the heap, which
 * are {@code @Isolated}. Others of the same JVM run one after the other: they share a
 * log, which starting a relay sets up anew.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RelayJvm.Preparation.class)
public @interface InOtherProcesses {

}
