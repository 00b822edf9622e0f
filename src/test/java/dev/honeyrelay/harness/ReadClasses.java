package dev.honeyrelay.harness;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Lets all relays of this process share what Spring has read of class files. Each start
 * looks into a thousand of them, those of the tests among them, and would read them anew.
 * Spring Boot finds this by itself.
 */
public final class ReadClasses implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	// By which Spring Boot knows what reads configurations; it makes one if there is
	// none.
	private static final String NAME = "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

	private static final MetadataReaderFactory CONFIGURATIONS = new CachingMetadataReaderFactory(
			new DefaultResourceLoader(ReadClasses.class.getClassLoader()));

	private static final Map<Resource, MetadataReader> COMPONENTS = new ConcurrentHashMap<>();

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		((BeanDefinitionRegistry) context).registerBeanDefinition(NAME,
				BeanDefinitionBuilder.rootBeanDefinition(MetadataReaderFactory.class, () -> CONFIGURATIONS)
					.getBeanDefinition());
		Map<Resource, MetadataReader> scanned = ((DefaultResourceLoader) context)
			.getResourceCache(MetadataReader.class);
		scanned.putAll(COMPONENTS);
		context.addBeanFactoryPostProcessor((beans) -> COMPONENTS.putAll(scanned));
	}

}
