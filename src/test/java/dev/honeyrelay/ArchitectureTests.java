package dev.honeyrelay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The layout of the house: which package may know which, and what is not to be found in
 * any.
 */
@AnalyzeClasses(packages = "dev.honeyrelay",
		importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTests.WrittenByHand.class })
class ArchitectureTests {

	private static final String ROOT = "dev.honeyrelay";

	private static final int MOST_FILES = 20;

	// Who may know whom, by package; what is below a package belongs to it.
	private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(entry("run", Set.of()),
			entry("memory", Set.of()), entry("response", Set.of("run")),
			entry("credentials", Set.of("run", "response")), entry("outbound", Set.of()),
			entry("upstream", Set.of("run", "response", "memory", "credentials", "outbound")),
			entry("cache", Set.of("run", "response", "memory")),
			entry("results", Set.of("run", "response", "memory", "cache", "upstream")),
			entry("access", Set.of("run", "response", "memory", "credentials", "outbound", "logging")),
			entry("logging", Set.of()), entry("tracing", Set.of("logging", "outbound")),
			entry("problem", Set.of("run", "access", "logging")), entry("server", Set.of()),
			entry("waiting", Set.of("run", "response", "results")),
			entry("api",
					Set.of("run", "response", "memory", "results", "access", "problem", "server", "logging",
							"waiting")),
			entry("views",
					Set.of("run", "response", "memory", "results", "access", "problem", "server", "logging", "api")),
			entry("fastpath",
					Set.of("run", "response", "memory", "results", "access", "problem", "server", "logging", "tracing",
							"api")),
			entry("documents", Set.of("response", "problem", "api")),
			entry("status", Set.of("upstream", "credentials", "run")),
			entry("settings", Set.of("", "credentials", "outbound")), entry("", Set.of("settings")));

	@ArchTest
	static final ArchRule aRequestOnlyEverMovesInward = classes()
		.should(new ArchCondition<>("import what the table of the house allows") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				Set<String> allowed = MAY_IMPORT.getOrDefault(roomOf(type), Set.of());
				type.getDirectDependenciesFromSelf()
					.stream()
					.map((use) -> use.getTargetClass().getBaseComponentType())
					.filter((used) -> used.getPackageName().startsWith(ROOT))
					.filter((used) -> !roomOf(used).equals(roomOf(type)) && !allowed.contains(roomOf(used)))
					.forEach((used) -> events
						.add(SimpleConditionEvent.violated(type, type.getName() + " knows " + used.getName())));
			}
		});

	@ArchTest
	static final ArchRule everyRoomIsInTheTable = classes()
		.should(new ArchCondition<>("live in one of the packages of the house") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				events.add(new SimpleConditionEvent(type, MAY_IMPORT.containsKey(roomOf(type)), type.getName()));
			}
		});

	@Test
	void noPackageHasMoreFilesThanOneCanHoldInTheHead() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			Map<Path, Long> counts = files.filter((file) -> file.toString().endsWith(".java"))
				.collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
			assertThat(counts).isNotEmpty()
				.allSatisfy((folder, count) -> assertThat(count).isLessThanOrEqualTo(MOST_FILES));
		}
	}

	@ArchTest
	static final ArchRule noPackageGoesRoundInCircles = slices().matching("dev.honeyrelay.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule onlyUpstreamAndTheWayThereKnowReactor = noClasses().that()
		.resideOutsideOfPackages("dev.honeyrelay.outbound", "dev.honeyrelay.upstream", "dev.honeyrelay.upstream.wire")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "io.netty..", "org.springframework.web.reactive..", "org.reactivestreams..",
				"java.net.http..");

	@ArchTest
	static final ArchRule theDomainIsPlainJava = classes().that()
		.resideInAnyPackage("dev.honeyrelay.run", "dev.honeyrelay.response")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify..", "dev.honeyrelay.run", "dev.honeyrelay.response");

	@ArchTest
	static final ArchRule onlyTheOutsideKnowsServlets = noClasses().that()
		.resideOutsideOfPackages("dev.honeyrelay.access..", "dev.honeyrelay.api..", "dev.honeyrelay.documents",
				"dev.honeyrelay.fastpath", "dev.honeyrelay.logging", "dev.honeyrelay.problem", "dev.honeyrelay.server",
				"dev.honeyrelay.tracing", "dev.honeyrelay.views", "dev.honeyrelay.views.browser")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..", "org.eclipse.jetty..");

	@ArchTest
	static final ArchRule namesMeanSomething = noClasses().should()
		.haveNameMatching(".*(Impl|Manager|Helper|Utils?|Constants|Common|Dto|Service)(\\$.*)?");

	@ArchTest
	static final ArchRule nobodyExtendsOurClasses = classes().that(areInstantiatedByName())
		.should()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule whatIsPublicIsNamedElsewhere = classes().that()
		.arePublic()
		.and()
		.areTopLevelClasses()
		.and()
		.doNotBelongToAnyOf(HoneyHiveRelay.class)
		.should(new ArchCondition<>("be named by another package") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean named = type.getDirectDependenciesToSelf()
					.stream()
					.anyMatch((use) -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
				events.add(new SimpleConditionEvent(type, named, type.getName() + " is public for nobody"));
			}
		});

	@ArchTest
	static final ArchRule absenceIsAlwaysSpelledOut = classes()
		.should(new ArchCondition<>("live in a package that is @NullMarked") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
			}
		});

	@ArchTest
	static final ArchRule timeIsInjected = noClasses().should()
		.callMethod(java.time.Instant.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis");

	/** What the build makes of templates follows other rules. */
	static final class WrittenByHand implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("/pages/Jte");
		}

	}

	// The first part of a package's name below the root.
	private static String roomOf(JavaClass type) {
		String name = type.getPackageName();
		String below = (name.length() > ROOT.length()) ? name.substring(ROOT.length() + 1) : "";
		return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
	}

	private static DescribedPredicate<JavaClass> areInstantiatedByName() {
		return resideInAPackage("dev.honeyrelay..").and(DescribedPredicate.not(INTERFACES))
			.and(new DescribedPredicate<>("are ordinary classes") {
				@Override
				public boolean test(JavaClass type) {
					return !type.isEnum() && !type.isRecord() && !type.isAnonymousClass()
							&& !type.getModifiers().contains(JavaModifier.ABSTRACT) && !type.getName().contains("$")
							&& !type.isAnnotatedWith(Configuration.class)
							&& !type.getSimpleName().equals("package-info");
				}
			});
	}

}
