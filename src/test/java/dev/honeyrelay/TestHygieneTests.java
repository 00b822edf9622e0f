package dev.honeyrelay;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

/**
 * The tests keep the rules of the house themselves: sentences, nothing skipped, nothing
 * slept through, nothing of ours mocked.
 */
@AnalyzeClasses(packages = "dev.honeyrelay", importOptions = ImportOption.OnlyIncludeTests.class)
class TestHygieneTests {

	@ArchTest
	static final ArchRule testClassesEndInTests = methods().that()
		.areAnnotatedWith(Test.class)
		.or()
		.areAnnotatedWith(ParameterizedTest.class)
		.should()
		.beDeclaredInClassesThat()
		.haveSimpleNameEndingWith("Tests");

	@ArchTest
	static final ArchRule testsAreNamedAsSentences = noMethods().that()
		.areAnnotatedWith(Test.class)
		.or()
		.areAnnotatedWith(ParameterizedTest.class)
		.should()
		.haveNameMatching("(test|should)([A-Z0-9_].*)?");

	@ArchTest
	static final ArchRule noTestIsDisabled = noMethods().should().beAnnotatedWith(Disabled.class);

	@ArchTest
	static final ArchRule noTestClassIsDisabled = noClasses().should().beAnnotatedWith(Disabled.class);

	@ArchTest
	static final ArchRule nobodySleeps = noClasses().should()
		.callMethod(Thread.class, "sleep", long.class)
		.orShould()
		.callMethod(Thread.class, "sleep", java.time.Duration.class)
		.orShould()
		.callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class);

	@ArchTest
	static final ArchRule nothingIsMocked = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.mockito..", "org.springframework.test.context.bean.override.mockito..");

	@ArchTest
	static final ArchRule thereIsOneAssertionLibrary = noClasses().should()
		.dependOnClassesThat()
		.haveFullyQualifiedName("org.junit.jupiter.api.Assertions");

}
