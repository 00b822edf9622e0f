package dev.honeyrelay.upstream.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.honeyrelay.outbound.Route;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.UpstreamProperties;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The connections to HoneyHive: for each project its own, which are kept for a while, and
 * those that serve one request only.
 */
public final class Connections implements AutoCloseable {

	private final UpstreamProperties properties;

	private final HttpClients clients;

	private volatile WebClient once;

	private final ConcurrentMap<ProjectName, ProjectConnections> projects = new ConcurrentHashMap<>();

	public Connections(WebClient.Builder builder, UpstreamProperties properties, Route route) {
		this.properties = properties;
		this.clients = new HttpClients(builder, properties, route);
		this.once = newOnce();
		route.onRenewal(this::renew);
	}

	/** Returns the kept connections of {@code project}. */
	public ProjectConnections of(ProjectName project) {
		ProjectConnections known = this.projects.get(project);
		return (known != null) ? known : made(project);
	}

	private synchronized ProjectConnections made(ProjectName project) {
		return this.projects.computeIfAbsent(project,
				(name) -> new ProjectConnections("honeyhive-" + name, this.properties, this.clients));
	}

	// Whoever is trusted now was not asked when the connections were made.
	private synchronized void renew() {
		this.once = newOnce();
		keepOnly(Set.of());
	}

	private WebClient newOnce() {
		return this.clients.over(ConnectionProvider.newConnection(), (_) -> {
		});
	}

	/** Returns the client that makes a new connection for each request. */
	public WebClient once() {
		return this.once;
	}

	/** Closes the connections of every project that is not among {@code projects}. */
	public void keepOnly(Set<ProjectName> projects) {
		this.projects.forEach((name, connections) -> {
			if (!projects.contains(name) && this.projects.remove(name, connections)) {
				connections.close();
			}
		});
	}

	@Override
	public void close() {
		keepOnly(Set.of());
		this.clients.close();
	}

}
