package dev.honeyrelay.access.gateway;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.honeyrelay.access.RefusalReason;
import dev.honeyrelay.access.RefusedCredentialException;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.TokenDigest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads what the company's gateway says of a request's user. Anything that somebody else
 * could have said, or that can be read in two ways, is refused.
 */
public final class GatewayHeaders {

	private final Function<Request, @Nullable InetAddress> peer;

	private final List<Network> networks;

	private final @Nullable TokenDigest secret;

	private final String secretHeader;

	private final String user;

	private final @Nullable String groups;

	private final String separator;

	private final List<String> names;

	private final Set<String> spellings = new TreeSet<>();

	public GatewayHeaders(GatewayProperties properties, Function<Request, @Nullable InetAddress> peer) {
		this.peer = peer;
		this.networks = properties.trustedNetworks().stream().map(Network::of).toList();
		this.secret = StringUtils.hasText(properties.secret()) ? TokenDigest.of(properties.secret()) : null;
		this.secretHeader = properties.secretHeader();
		this.user = Objects.requireNonNull(properties.userHeader()).strip();
		this.groups = StringUtils.hasText(properties.groupsHeader()) ? properties.groupsHeader().strip() : null;
		this.separator = Pattern.quote(properties.groupsSeparator());
		this.names = properties.identityHeaders();
		this.names.forEach((name) -> this.spellings.add(canonical(name)));
	}

	/**
	 * Returns whom {@code request} is from, or {@code null} if it does not say so.
	 * @throws RefusedCredentialException if it says so in a way that cannot be relied on
	 */
	public @Nullable GatewayIdentity identityIn(Request request) {
		if (!isClaimed(request)) {
			return null;
		}
		if (!isFromGateway(request)) {
			throw new RefusedCredentialException(RefusalReason.GATEWAY_NETWORK);
		}
		String name = one(request, this.user);
		if (name == null || !Caller.isName(name)) {
			throw new RefusedCredentialException(RefusalReason.GATEWAY_NAME);
		}
		String list = (this.groups != null) ? one(request, this.groups) : null;
		return new GatewayIdentity(name, (list != null) ? groupsIn(list) : List.of());
	}

	// Some servers take X_User and X-User for the same: who sends the one means the
	// other.
	private boolean isClaimed(Request request) {
		boolean claimed = false;
		for (String name : request.getHeaders().getFieldNamesCollection()) {
			if (this.spellings.contains(canonical(name))) {
				if (this.names.stream().noneMatch(name::equalsIgnoreCase)) {
					throw new RefusedCredentialException(RefusalReason.GATEWAY_FIELD_SPELLING);
				}
				claimed = true;
			}
		}
		return claimed;
	}

	private boolean isFromGateway(Request request) {
		InetAddress address = this.peer.apply(request);
		boolean trusted = address != null && this.networks.stream().anyMatch((network) -> network.contains(address));
		if (!trusted || this.secret == null) {
			return trusted;
		}
		String shown = one(request, this.secretHeader);
		if (shown == null || !this.secret.equals(TokenDigest.of(shown))) {
			throw new RefusedCredentialException(RefusalReason.GATEWAY_SECRET);
		}
		return true;
	}

	private static @Nullable String one(Request request, String header) {
		List<String> values = request.getHeaders().getValuesList(header);
		if (values.size() > 1) {
			throw new RefusedCredentialException(RefusalReason.GATEWAY_FIELD_TWICE);
		}
		return values.isEmpty() ? null : values.getFirst().strip();
	}

	private List<String> groupsIn(String list) {
		return Arrays.stream(list.split(this.separator))
			.map(String::strip)
			.filter((group) -> !group.isEmpty())
			.toList();
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
