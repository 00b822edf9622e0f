package dev.honeyrelay.settings;

import java.util.List;

import dev.honeyrelay.credentials.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.stereotype.Component;

/**
 * Takes white space from around every text among the settings. A secret that comes from a
 * file or a variable often ends with a line break, and would match nothing.
 */
@Component
final class StrippedSettings implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final List<ConfigurationPropertyName> STRIPPED = List.of(ConfigurationPropertyName.of("relay"),
			ConfigurationPropertyName.of("spring.data.redis"));

	@Override
	public BindHandler apply(BindHandler handler) {
		return new AbstractBindHandler(handler) {
			@Override
			public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Object result) {
				Object bound = super.onSuccess(name, target, context, result);
				return isStripped(name) ? stripped(bound) : bound;
			}
		};
	}

	// A variable may list several.
	private static @Nullable Object stripped(@Nullable Object bound) {
		return switch (bound) {
			case String text -> ApiKey.stripped(text);
			case List<?> list -> list.stream().map(StrippedSettings::stripped).toList();
			case null, default -> bound;
		};
	}

	private static boolean isStripped(ConfigurationPropertyName name) {
		return STRIPPED.stream().anyMatch((prefix) -> prefix.isAncestorOf(name));
	}

}
