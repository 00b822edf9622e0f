package dev.honeyrelay.access.gateway;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.honeyrelay.credentials.Caller;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Which gateway's word is taken for who a user is.
 *
 * @param userHeader Header field in which the gateway names the user, such as
 * X-Forwarded-User; empty for no gateway.
 * @param groupsHeader Header field in which the gateway lists the user's groups; empty
 * for none.
 * @param groupsSeparator Character between two groups, such as a pipe for authentik's;
 * white space around a group is no part of it.
 * @param trustedNetworks Networks that the gateway's own connections come from, such as
 * 10.1.2.0/24. X-Forwarded-For is never looked at.
 * @param secret Secret that the gateway shares with the relay, at least 20 characters;
 * needed where a network is wider than /16 (IPv6: /48).
 * @param secretHeader Header field in which the gateway shows the secret.
 * @param projects Projects by group, for users that are no caller of the credentials
 * file; "[*]" stands for every user.
 */
@ConfigurationProperties("relay.gateway")
public record GatewayProperties(@Nullable String userHeader, @Nullable String groupsHeader,
		@DefaultValue(",") String groupsSeparator, @DefaultValue List<String> trustedNetworks,
		@DefaultValue("X-Gateway-Secret") String secretHeader, @Nullable String secret,
		@DefaultValue Map<String, List<String>> projects) {

	private static final int SHORTEST_SECRET = 20;

	private static final Pattern SEPARATOR = Pattern.compile("[!-~&&[^A-Za-z0-9]]");

	public GatewayProperties {
		trustedNetworks = List.copyOf(trustedNetworks);
		projects = Map.copyOf(projects);
		Assert.isTrue(projects.keySet().stream().allMatch(Caller::isGroup),
				"relay.gateway.projects has a name that nobody can"
						+ " have: names are 1 to 128 visible ASCII characters, and may have spaces within");
		Assert.isTrue(SEPARATOR.matcher(groupsSeparator).matches(),
				"relay.gateway.groups-separator must be one visible ASCII character that is no letter and no digit");
		Assert.isTrue(projects.keySet().stream().noneMatch((group) -> group.contains(groupsSeparator)),
				"relay.gateway.projects has a group with relay.gateway.groups-separator in its name,"
						+ " which would be read as two");
		List<Network> networks = trustedNetworks.stream()
			.map((text) -> Network.of("relay.gateway.trusted-networks", text))
			.toList();
		Assert.isTrue(!StringUtils.hasText(userHeader) || !networks.isEmpty(),
				"relay.gateway.trusted-networks must list the gateway's networks");
		Assert.isTrue(!StringUtils.hasText(secret) || secret.length() >= SHORTEST_SECRET,
				"relay.gateway.secret must have at least 20 characters");
		Assert.isTrue(StringUtils.hasText(secret) || networks.stream().noneMatch(Network::isWide),
				"relay.gateway.secret must be set, because a network of relay.gateway.trusted-networks is wider than /16");
		Assert.isTrue(StringUtils.hasText(secretHeader), "relay.gateway.secret-header must not be empty");
	}

	/** Returns whether there is a gateway. */
	public boolean isEnabled() {
		return StringUtils.hasText(this.userHeader);
	}

	/**
	 * Returns the names of the header fields that tell who a user is; none if there is no
	 * gateway.
	 */
	public List<String> identityHeaders() {
		return isEnabled()
				? Stream.of(this.userHeader, this.groupsHeader).filter(StringUtils::hasText).map(String::strip).toList()
				: List.of();
	}

	/** Returns nothing of the secret. */
	@Override
	public String toString() {
		return "GatewayProperties[****]";
	}

}
