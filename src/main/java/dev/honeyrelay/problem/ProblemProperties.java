package dev.honeyrelay.problem;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Where the pages of problems are, as callers see it.
 *
 * @param prefix What a balancer takes off each path before the relay gets it, such as
 * /relay; it begins the type of every problem, so that this leads to the problem's page.
 * Empty for nothing; server.servlet.context-path is part of the type anyway.
 */
@ConfigurationProperties("relay.problems")
public record ProblemProperties(@DefaultValue("") String prefix) {

	private static final Pattern PREFIX = Pattern.compile("(?:/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?");

	public ProblemProperties {
		Assert.isTrue(PREFIX.matcher(prefix).matches(),
				"relay.problems.prefix must be a path such as /relay, without a slash at its end");
	}

}
