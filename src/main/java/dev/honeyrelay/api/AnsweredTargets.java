package dev.honeyrelay.api;

import org.eclipse.jetty.http.HttpURI;

/**
 * Is told of each request target that a controller has answered from the store.
 */
@FunctionalInterface
public interface AnsweredTargets {

	/** Notes that {@code uri} asks {@code parsed}, and that the store had the answer. */
	void answeredFromStore(HttpURI uri, ParsedTarget parsed);

}
