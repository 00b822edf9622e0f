package dev.honeyrelay.settings;

import java.util.List;

import dev.honeyrelay.HoneyHiveRelay;
import dev.honeyrelay.credentials.Credentials;
import dev.honeyrelay.credentials.CredentialsSource;
import dev.honeyrelay.outbound.Outbound;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * A start that goes as far as it needs nothing from outside: settings and credentials are
 * read and everything is built from them, but no port is opened and nobody is asked. What
 * is wrong ends it just as it would end an ordinary start.
 */
public final class CheckedStart extends DefaultLifecycleProcessor {

	private static final String OPTION = "--check";

	private final BeanFactory beans;

	private CheckedStart(BeanFactory beans) {
		this.beans = beans;
	}

	/** Returns whether {@code args} ask for this. */
	public static boolean isAskedFor(String... args) {
		return List.of(args).contains(OPTION);
	}

	/** Checks, and prints a line if all is well, and which ways out will be taken. */
	public static void run(String... args) {
		SpringApplication application = new SpringApplication(HoneyHiveRelay.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.addInitializers(CheckedStart::replaceLifecycle);
		try {
			application.run(args);
		}
		catch (AbandonedRunException ex) {
			// As intended.
		}
	}

	private static void replaceLifecycle(ConfigurableApplicationContext context) {
		context.getBeanFactory()
			.registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
					new CheckedStart(context.getBeanFactory()));
	}

	/** Comes when everything is built and nothing has been started. */
	@Override
	public void onRefresh() {
		Credentials credentials = this.beans.getBean(CredentialsSource.class).get();
		System.out.println("Settings and credentials are sound; projects: " + credentials.projects().keySet());
		credentials.doubts().forEach((doubt) -> System.out.println("But " + doubt + '.'));
		this.beans.getBean(Outbound.class).destinations().forEach(System.out::println);
		List<String> unknown = this.beans.getBean(SettingNames.class).unknownVariables();
		if (!unknown.isEmpty()) {
			System.out.println("In the environment, but no settings: " + unknown);
		}
		throw new AbandonedRunException();
	}

}
