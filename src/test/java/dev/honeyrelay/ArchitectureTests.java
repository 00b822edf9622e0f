package dev.honeyrelay;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The layout of the house: which package may know which, and what is not to be found in
 * any.
 */
@AnalyzeClasses(packages = "dev.honeyrelay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final Set<String> PACKAGES = Set.of("dev.honeyrelay", "dev.honeyrelay.run",
			"dev.honeyrelay.credentials", "dev.honeyrelay.upstream", "dev.honeyrelay.cache", "dev.honeyrelay.results",
			"dev.honeyrelay.access", "dev.honeyrelay.web");

	@ArchTest
	static final ArchRule aRequestOnlyEverMovesInward = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("web")
		.definedBy("dev.honeyrelay.web")
		.layer("access")
		.definedBy("dev.honeyrelay.access")
		.layer("results")
		.definedBy("dev.honeyrelay.results")
		.layer("cache")
		.definedBy("dev.honeyrelay.cache")
		.layer("upstream")
		.definedBy("dev.honeyrelay.upstream")
		.layer("credentials")
		.definedBy("dev.honeyrelay.credentials")
		.layer("run")
		.definedBy("dev.honeyrelay.run")
		.whereLayer("web")
		.mayOnlyAccessLayers("results", "access", "run")
		.whereLayer("access")
		.mayOnlyAccessLayers("credentials", "run")
		.whereLayer("results")
		.mayOnlyAccessLayers("cache", "upstream", "run")
		.whereLayer("upstream")
		.mayOnlyAccessLayers("credentials", "run")
		.whereLayer("cache")
		.mayOnlyAccessLayers("run")
		.whereLayer("credentials")
		.mayOnlyAccessLayers("run")
		.whereLayer("run")
		.mayNotAccessAnyLayer();

	@ArchTest
	static final ArchRule noPackageGoesRoundInCircles = slices().matching("dev.honeyrelay.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule thereAreNoOtherPackages = classes()
		.should(new ArchCondition<>("live in one of the packages of the house") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				events.add(new SimpleConditionEvent(type, PACKAGES.contains(type.getPackageName()), type.getName()));
			}
		});

	@ArchTest
	static final ArchRule onlyUpstreamKnowsReactor = noClasses().that()
		.resideOutsideOfPackage("dev.honeyrelay.upstream")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "io.netty..", "org.springframework.web.reactive..", "org.reactivestreams..",
				"java.net.http..");

	@ArchTest
	static final ArchRule theDomainIsPlainJava = classes().that()
		.resideInAPackage("dev.honeyrelay.run")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify..", "dev.honeyrelay.run");

	@ArchTest
	static final ArchRule onlyTheOutsideKnowsServlets = noClasses().that()
		.resideOutsideOfPackages("dev.honeyrelay.web", "dev.honeyrelay.access")
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
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Thread.class, "sleep", long.class)
		.orShould()
		.callMethod(Thread.class, "sleep", java.time.Duration.class);

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
