package dev.honeyrelay.access;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.honeyrelay.access.audit.AuditLog;
import dev.honeyrelay.access.audit.AuditProperties;
import dev.honeyrelay.access.gateway.GatewayProperties;
import dev.honeyrelay.access.jwt.JwtCallers;
import dev.honeyrelay.access.jwt.JwtProperties;
import dev.honeyrelay.access.jwt.KeySetMetrics;
import dev.honeyrelay.access.limit.Limits;
import dev.honeyrelay.credentials.TestCredentials;
import dev.honeyrelay.outbound.DirectWay;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * Authenticates for the fast path as production does, with an issuer that is never asked,
 * for tests that start no relay.
 */
public final class DoorKeeper {

	private static final DirectWay WAY = new DirectWay();

	private DoorKeeper() {
	}

	/**
	 * Returns what authenticates callers of {@code file}.
	 * @param perMinute how often a caller may ask
	 * @param origins the pages that may read
	 */
	public static FastPathAuthenticator of(TestCredentials file, int perMinute, LongSupplier nanos, String... origins) {
		JwtProperties jwt = new JwtProperties("https://id.example.com", "http://127.0.0.1:1/keys", List.of("relay"),
				"sub", Duration.ZERO, Map.of(), Map.of());
		GatewayProperties gateway = new GatewayProperties(null, null, ",", List.of(), "X-Gateway-Secret", null,
				Map.of());
		CorsProperties cors = new CorsProperties(List.of(origins));
		return new FastPathAuthenticator(new RequestCredentials(null, List.of()),
				new Callers(file.source(), new JwtCallers(jwt, new KeySetMetrics(jwt), WAY.documents()), jwt, gateway),
				Limits.ofRequests(perMinute, nanos::getAsLong),
				new AuditLog(new AuditProperties(true), nanos, () -> false), cors, new VaryFields(cors, gateway, jwt));
	}

	/** Returns a request for {@code /} with these header fields. */
	public static Request requestWith(String... lines) {
		return request("GET", "/", lines);
	}

	/** Returns a request of which no more is asked than this. */
	public static Request request(String method, String target, String... lines) {
		HttpFields.Mutable fields = HttpFields.build();
		for (String line : lines) {
			int colon = line.indexOf(':');
			fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
		}
		return proxy(Request.class,
				Map.of("getHeaders", fields.asImmutable(), "getMethod", method, "getHttpURI", HttpURI.from(target),
						"getConnectionMetaData",
						proxy(ConnectionMetaData.class, Map.of("getConnection", proxy(Connection.class, Map.of())))));
	}

	private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (method.getName().endsWith("Attribute")) {
					return null;
				}
				if (!answers.containsKey(method.getName())) {
					throw new AssertionError(method + " is not expected");
				}
				return answers.get(method.getName());
			}));
	}

}
