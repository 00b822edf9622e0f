package dev.honeyrelay.settings;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/**
 * Remembers under which names settings were looked for, and lets no start succeed with a
 * name of ours that is none of them: a misspelt setting must not go unnoticed. Of the
 * environment it only tells, as not everything in it that begins with RELAY_ is meant for
 * the relay.
 */
@Component
final class SettingNames implements ConfigurationPropertiesBindHandlerAdvisor, SmartInitializingSingleton {

	private static final Logger log = LoggerFactory.getLogger(SettingNames.class);

	private static final String SERVICE_HOST = "_SERVICE_HOST";

	private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("relay");

	private final Set<ConfigurationPropertyName> known = ConcurrentHashMap.newKeySet();

	private final ConfigurableEnvironment environment;

	SettingNames(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public BindHandler apply(BindHandler handler) {
		return new AbstractBindHandler(handler) {
			@Override
			public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
					BindContext context) {
				SettingNames.this.known.add(name);
				return super.onStart(name, target, context);
			}
		};
	}

	/**
	 * Looks through all sources of settings.
	 * @throws IllegalArgumentException if one has a name that is no setting, in one
	 * sentence that tells where
	 */
	@Override
	public void afterSingletonsInstantiated() {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource names
					&& !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				names.stream().filter(this::isUnknown).findFirst().ifPresent((name) -> refuse(name, source));
			}
		}
	}

	/** Tells of variables that are probably misspelt. */
	@EventListener(ApplicationStartedEvent.class)
	void tellUnknownVariables() {
		List<String> unknown = unknownVariables();
		if (!unknown.isEmpty()) {
			log.atWarn().addKeyValue("variables", unknown).log("in the environment, but no settings");
		}
	}

	/**
	 * Returns the environment's variables that look like settings and are none, but for
	 * those that Kubernetes sets where a Service is called relay, or its name begins so.
	 */
	List<String> unknownVariables() {
		Set<String> variables = this.environment.getSystemEnvironment().keySet();
		List<String> services = variables.stream()
			.filter((name) -> name.endsWith(SERVICE_HOST))
			.map((name) -> name.substring(0, name.length() - SERVICE_HOST.length()))
			.toList();
		Set<String> letters = this.known.stream()
			.map((name) -> lettersOf(name.toString()))
			.collect(Collectors.toUnmodifiableSet());
		return variables.stream()
			.filter((name) -> name.startsWith("RELAY_") && !letters.contains(lettersOf(name)))
			.filter((name) -> services.stream().noneMatch((service) -> isAbout(service, name)))
			.sorted()
			.toList();
	}

	private static boolean isAbout(String service, String variable) {
		return variable.startsWith(service + "_SERVICE_") || variable.equals(service + "_PORT")
				|| variable.startsWith(service + "_PORT_");
	}

	private boolean isUnknown(ConfigurationPropertyName name) {
		if (!OURS.isAncestorOf(name)) {
			return false;
		}
		// Of a list that another source replaces, no element is looked for.
		ConfigurationPropertyName setting = name;
		while (setting.isLastElementIndexed() && !this.known.contains(setting)) {
			setting = setting.getParent();
		}
		return !this.known.contains(setting);
	}

	// How words are parted differs: relay.cache.max-size is RELAY_CACHE_MAXSIZE or
	// RELAY_CACHE_MAX_SIZE.
	private static String lettersOf(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
	}

	private static void refuse(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		Origin origin = Origin.from(source.getConfigurationProperty(name));
		throw new IllegalArgumentException(
				name + " is not a setting of the relay" + ((origin != null) ? ": look at " + origin : "") + '.');
	}

}
