package dev.honeyrelay.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Says in one line each which tests were left out for want of something to run them with:
 * once, however many JVMs there are and however often one is told to run something.
 */
public final class LeftOut implements TestExecutionListener {

	private static final Map<String, String> LINES = Map.of("engine",
			"Left out: the tests with Redis and WireMock as containers. "
					+ "Where there is a container engine, mvn verify -Pengine runs them, too.",
			"gateway", "Left out: the tests with real gateways, nginx and Caddy. .ci/gateway-tests runs them.",
			"prometheus", "Left out: the tests with a real Prometheus. .ci/prometheus-tests runs them.", "proxy",
			"Left out: the tests with a real proxy, tinyproxy. .ci/proxy-tests runs them.", "redis",
			"Left out: the tests with several real Redis servers. .ci/redis-tests runs them.");

	private static final AtomicBoolean SAID = new AtomicBoolean();

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		if (!"1".equals(System.getProperty("tests.fork", "1")) || SAID.getAndSet(true)) {
			return;
		}
		for (String tag : List.of(System.getProperty("left-out.tests", "").split(","))) {
			if (LINES.containsKey(tag)) {
				System.out.println(LINES.get(tag));
			}
		}
	}

}
