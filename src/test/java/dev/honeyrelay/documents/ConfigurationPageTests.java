package dev.honeyrelay.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.honeyrelay.documents.SettingsFile.Entry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code, {@code application.yml} and {@code docs/configuration.md} tell the same of every
 * setting.
 */
class ConfigurationPageTests {

	private static final Path PAGE = Path.of("docs", "configuration.md");

	private final Map<String, Entry> file = SettingsFile.read();

	private final List<Setting> settings = Setting.all()
		.values()
		.stream()
		.filter((setting) -> setting.name().startsWith("relay."))
		.toList();

	@Test
	void thePageIsWhatCodeAndFileMakeOfIt() throws IOException {
		if (Boolean.getBoolean("configuration.write")) {
			Files.writeString(PAGE, ConfigurationPage.render());
		}
		assertThat(Files.readString(PAGE))
			.as("%s; write it anew: mvn -q -Dtest=ConfigurationPageTests -Dconfiguration.write=true test", PAGE)
			.isEqualTo(ConfigurationPage.render());
	}

	@Test
	void theFileSaysWhatTheCodeTakesForGranted() {
		for (Setting setting : this.settings) {
			Entry entry = this.file.get(setting.name());
			String said = (entry != null) ? entry.fallback() : "";

			// What each record of a table has by default, no line of the file can say.
			assertThat(said).as("%s in application.yml", setting.name())
				.isEqualTo(setting.isMember() ? "" : setting.fallback());
		}
	}

	@Test
	void everySettingIsInTheFile() throws IOException {
		String text = Files.readString(SettingsFile.FILE);
		for (Setting setting : this.settings) {
			String name = setting.name().substring(setting.name().lastIndexOf('.') + 1);

			// Tables have no empty form worth showing, so an example in a comment will
			// do.
			assertThat(text).as(setting.name()).containsPattern("(?m)^ +(# +(- )?)?" + name + ":");
		}
	}

	@Test
	void theFileSetsNothingThatNobodyReads() {
		Set<String> known = this.settings.stream().map(Setting::name).collect(Collectors.toSet());

		assertThat(this.file.keySet().stream().filter((name) -> name.startsWith("relay."))).isNotEmpty()
			.allSatisfy((name) -> assertThat(known).contains(name));
	}

	@Test
	void everyVariableSetsItsSetting() {
		for (Setting setting : this.settings) {
			Map<String, Object> environment = Map.of(Setting.variable(setting.example()), "x");
			var source = new SystemEnvironmentPropertySource("systemEnvironment", environment);

			assertThat(ConfigurationPropertySource.from(source)
				.getConfigurationProperty(ConfigurationPropertyName.of(setting.example()))).as(setting.name())
				.isNotNull();
		}
	}

	@Test
	void everySettingSaysWhatItMeans() {
		assertThat(this.settings).hasSizeGreaterThan(50)
			.allSatisfy((setting) -> assertThat(setting.description()).as(setting.name()).endsWith("."));
		assertThat(this.settings.stream().map(Setting::description)).doesNotHaveDuplicates();
		assertThat(this.settings.stream().filter(Setting::isMember)).isNotEmpty();
	}

	@Test
	void theFileIsReadAsSpringReadsIt() throws IOException {
		Set<String> names = new TreeSet<>();
		new YamlPropertySourceLoader().load("file", new FileSystemResource(SettingsFile.FILE))
			.forEach((source) -> names.addAll(Set.of(((EnumerablePropertySource<?>) source).getPropertyNames())));

		assertThat(names.stream().map((name) -> name.replaceAll("\\[\\d+]$", "")).distinct())
			.containsExactlyInAnyOrderElementsOf(this.file.keySet());
	}

}
