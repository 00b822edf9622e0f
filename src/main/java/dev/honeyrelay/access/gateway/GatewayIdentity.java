package dev.honeyrelay.access.gateway;

import java.util.List;

/**
 * A user as the company's gateway knows it.
 *
 * @param user the user's name
 * @param groups the groups it is in
 */
public record GatewayIdentity(String user, List<String> groups) {

	public GatewayIdentity {
		groups = List.copyOf(groups);
	}

}
