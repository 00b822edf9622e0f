package dev.honeyrelay.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.honeyrelay.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CredentialsWatchTests {

	private static final String FIRST = "the-first-token-ever";

	private static final String SECOND = "the-second-token-ever";

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@TempDir
	private Path folder;

	private Path file;

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private CredentialsWatch watch;

	@BeforeEach
	void putTheFirstFileInForce() throws IOException {
		this.file = this.folder.resolve("credentials.yaml");
		Files.writeString(this.file, fileFor(FIRST));
		this.watch = watch(this.file);
		new CredentialsMetrics(this.watch.source()).bindTo(this.meters);
		this.lines.start();
		logger().addAppender(this.lines);
		logger().setAdditive(false);
	}

	@AfterEach
	void readNoMoreLines() {
		logger().detachAppender(this.lines);
		logger().setAdditive(true);
	}

	@Test
	void aChangeIsInForceAfterTwoLooks() throws IOException {
		Files.writeString(this.file, fileFor(SECOND));
		this.now = this.now.plus(Duration.ofHours(1));

		this.watch.look();
		assertThat(callerOf(FIRST)).isNotNull();
		this.watch.look();

		assertThat(callerOf(FIRST)).isNull();
		assertThat(callerOf(SECOND)).isNotNull();
		assertThat(gauge("relay.credentials.loaded.timestamp")).isEqualTo((double) this.now.getEpochSecond());
	}

	@Test
	void aSecretSwappedBySymbolicLinkIsNoticed() throws IOException {
		Path mount = Files.createDirectory(this.folder.resolve("mount"));
		Files.createDirectory(mount.resolve("..one"));
		Files.createDirectory(mount.resolve("..two"));
		Files.writeString(mount.resolve("..one/credentials.yaml"), fileFor(FIRST));
		Files.writeString(mount.resolve("..two/credentials.yaml"), fileFor(SECOND));
		Files.createSymbolicLink(mount.resolve("..data"), Path.of("..one"));
		Path mounted = Files.createSymbolicLink(mount.resolve("credentials.yaml"), Path.of("..data/credentials.yaml"));
		this.watch = watch(mounted);

		Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..two"));
		Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		lookTwice();

		assertThat(callerOf(SECOND)).isNotNull();
		assertThat(callerOf(FIRST)).isNull();
	}

	@Test
	void theLastGoodFileStaysInForceThroughAllThatCanHappenToIt() throws IOException {
		String good = fileFor(SECOND);

		Files.delete(this.file);
		lookTwice();
		assertThat(problem()).isEqualTo("relay.credentials: the file that it names is not there, or is not a file.");
		Files.createDirectory(this.file);
		lookTwice();
		Files.delete(this.file);
		for (String nonsense : new String[] { "", good.substring(0, good.length() / 2), "nonsense", "\u0000",
				"x".repeat(2_000_000), good.replace("sha256", "sha1") }) {
			Files.writeString(this.file, nonsense);
			lookTwice();

			assertThat(problem()).startsWith("relay.credentials");
			assertThat(gauge("relay.credentials.valid")).isZero();
			assertThat(callerOf(FIRST)).isNotNull();
		}

		Files.writeString(this.file, good);
		lookTwice();
		assertThat(problem()).isNull();
		assertThat(gauge("relay.credentials.valid")).isOne();
		assertThat(callerOf(SECOND)).isNotNull();
		assertThat(this.lines.list.toString()).doesNotContain("hh_canary");
	}

	@Test
	void aFileThatIsStillBeingWrittenIsNotJudged() throws IOException {
		Files.writeString(this.file, fileFor(SECOND).substring(0, 60));
		this.watch.look();
		Files.writeString(this.file, fileFor(SECOND));
		lookTwice();

		assertThat(callerOf(SECOND)).isNotNull();
		assertThat(this.lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO);
	}

	@Test
	void aStateIsToldOnce() throws IOException {
		Files.delete(this.file);
		for (int look = 0; look < 10; look++) {
			this.watch.look();
		}
		Files.writeString(this.file, fileFor(FIRST));
		for (int look = 0; look < 10; look++) {
			this.watch.look();
		}

		assertThat(this.lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
	}

	@Test
	void withoutAUsableFileThereIsNoStart() throws IOException {
		Files.writeString(this.file, "hh_canary");

		assertThatIllegalArgumentException().isThrownBy(() -> watch(this.file))
			.withMessage("relay.credentials (line 1): members are expected here.");
		assertThatIllegalArgumentException().isThrownBy(() -> watch(this.folder.resolve("missing")))
			.withMessage("relay.credentials: the file that it names is not there, or is not a file.");
	}

	@Test
	void aKeyAndATokenInFilesOfTheirOwnAreWatched() throws IOException {
		Path key = Files.writeString(this.folder.resolve("key"), "hh_canary\n");
		Path token = Files.writeString(this.folder.resolve("token"), " " + FIRST + "\r\n");
		this.watch = watch(new RelayProperties(null, key.toUri().toString(), null, null, token.toString(), null));

		assertThat(callerOf(FIRST)).isNotNull();
		assertThat(keyInForce()).isEqualTo("hh_canary");

		Files.writeString(key, "hh_canary_two");
		Files.writeString(token, SECOND);
		this.watch.look();
		assertThat(keyInForce()).isEqualTo("hh_canary");
		this.watch.look();
		assertThat(keyInForce()).isEqualTo("hh_canary_two");
		assertThat(callerOf(FIRST)).isNull();
		assertThat(callerOf(SECOND)).isNotNull();
		assertThat(this.lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO);
	}

	@Test
	void theLastGoodKeyAndTokenStayInForce() throws IOException {
		Path key = Files.writeString(this.folder.resolve("key"), "hh_canary");
		Path token = Files.writeString(this.folder.resolve("token"), FIRST);
		this.watch = watch(new RelayProperties(null, key.toString(), null, null, token.toString(), null));

		Files.delete(key);
		lookTwice();
		assertThat(problem()).isEqualTo("relay.api-key-file: the file that it names is not there, or is not a file.");
		for (String nonsense : new String[] { "", "\n", "hh canary", "hh_canary\nhh_canary", "hh_canary\u00e9" }) {
			Files.writeString(key, nonsense);
			lookTwice();
			assertThat(problem()).isEqualTo("relay.api-key-file: the file that it names does not hold one line"
					+ " of visible ASCII characters without spaces.");
		}
		Files.writeString(key, "hh_canary_two");
		Files.writeString(token, "canary-too-short");
		lookTwice();
		assertThat(problem())
			.isEqualTo("relay.token-file: the token in the file that it names has less than 20 characters.");
		assertThat(keyInForce()).isEqualTo("hh_canary");
		assertThat(callerOf(FIRST)).isNotNull();
		assertThat(this.lines.list.toString()).doesNotContain("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://secrets/canary", "configtree:/canary", "classpath:canary", "file://canary/x",
			"file://localhost/canary", "file:/%zz", "file:canary", "/can\0ary" })
	void whatIsNeitherAPathNorAFileUrlStopsTheStart(String location) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> watch(new RelayProperties(null, null, null, null, null, location)))
			.withMessage("relay.credentials must be a path, or a file: URL such as file:/run/secrets/name.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> watch(new RelayProperties(null, location, null, FIRST, null, null)))
			.withMessageStartingWith("relay.api-key-file must be a path");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "file:", "FILE://" })
	void aCredentialsFileIsNamedByAPathOrAFileUrl(String scheme) throws IOException {
		Path spaced = Files.writeString(this.folder.resolve("credentials of the relay.yaml"), fileFor(SECOND));
		String path = scheme.isEmpty() ? spaced.toString() : spaced.toUri().getRawPath();

		this.watch = watch(new RelayProperties(null, null, null, null, null, scheme + path));

		assertThat(callerOf(SECOND)).isNotNull();
	}

	private String keyInForce() {
		return this.watch.source().get().projects().values().iterator().next().apiKey().value();
	}

	private void lookTwice() {
		this.watch.look();
		this.watch.look();
	}

	private @Nullable Caller callerOf(String token) {
		return this.watch.source().callerOf(TokenDigest.of(token));
	}

	private @Nullable String problem() {
		return this.watch.source().problem();
	}

	private double gauge(String name) {
		return this.meters.get(name).gauge().value();
	}

	private CredentialsWatch watch(Path path) {
		return watch(new RelayProperties(null, null, null, null, null, path.toString()));
	}

	private CredentialsWatch watch(RelayProperties properties) {
		CredentialsParser reader = new CredentialsParser(properties, (project) -> null);
		return new CredentialsWatch(new SecretFiles(properties), reader, () -> this.now);
	}

	private static String fileFor(String token) {
		return """
				projects:
				  search-quality: { api-key: hh_canary }
				callers:
				  grafana: { tokens: [ { sha256: %s } ], projects: [search-quality] }
				""".formatted(TestTokens.sha256(token));
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(CredentialsWatch.class);
	}

}
