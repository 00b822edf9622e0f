package dev.honeyrelay.engine;

import java.util.List;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Says in one line that the tests of this package were left out.
 */
public final class LeftOut implements TestExecutionListener {

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		if (List.of(System.getProperty("left-out.tests", "").split(",")).contains("engine")) {
			System.out.println("Left out: the tests with Redis and WireMock as containers. "
					+ "Where there is a container engine, mvn verify -Pengine runs them, too.");
		}
	}

}
