package org.mutoscope.itests.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house that the compiler does not know, over the classes of all modules. */
class ArchitectureTest {
    private static final String[] NO_MEANING = {
        "..util..", "..utils..", "..common..", "..helper..", "..manager..", "..misc..", "..impl.."
    };
    private static JavaClasses all;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files =
                Files.find(Shipped.TOP, 4, (p, a) -> a.isDirectory() && p.endsWith("target/classes"))) {
            List<Path> folders = files.filter(p -> !p.startsWith(Shipped.TOP.resolve("itests")))
                    .toList();
            all = new ClassFileImporter().importPaths(folders);
        }
    }

    @Test
    void theScanIsNotEmpty() {
        assertTrue(all.size() > 250, "only " + all.size() + " classes were found");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.mutoscope.(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void packageNamesMeanSomething() {
        noClasses().should().resideInAnyPackage(NO_MEANING).check(all);
    }

    @Test
    void nothingWaitsBySleeping() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(all);
    }

    @Test
    void bundlesDoNotPrint() {
        noClasses()
                .that(DescribedPredicate.not(programs()))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(all);
    }

    private static DescribedPredicate<JavaClass> programs() {
        return DescribedPredicate.describe(
                "are programs with a terminal, listen to what others print (the test kit), or end the process with a sentence before there is a log",
                c -> c.getName()
                        .matches(
                                "org\\.mutoscope\\.(tck|cli|launcher|worker|config|paper|billing\\.standins|backend\\.remote\\.standins)\\..*|.*\\.(StorageComponent|MakeVouchers)"));
    }

    @Test
    void signaturesOfApiAndContractsHoldNoTypesOfOthers() {
        ArchRule rule = methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage("org.mutoscope.api..", "org.mutoscope.core..")
                .and()
                .areNotPrivate() // those bind nobody
                .should(new ArchCondition<>("mention only types of the JDK, the API and the contracts") {
                    @Override
                    public void check(com.tngtech.archunit.core.domain.JavaMethod method, ConditionEvents events) {
                        method.getAllInvolvedRawTypes().stream()
                                .filter(t -> !t.getBaseComponentType().isPrimitive())
                                .map(t -> t.getBaseComponentType().getName())
                                .filter(n -> !n.startsWith("java.")
                                        && !n.startsWith("org.mutoscope.api.")
                                        && !n.startsWith("org.mutoscope.core."))
                                .forEach(n -> events.add(SimpleConditionEvent.violated(
                                        method, method.getFullName() + " mentions " + n)));
                    }
                });
        rule.check(all);
    }

    @Test
    void theApiKnowsNothingOfTheContracts() {
        noClasses()
                .that()
                .resideInAPackage("org.mutoscope.api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.mutoscope.core..")
                .check(all);
    }

    @Test
    void moneyIsWhole() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.mutoscope.credits..",
                        "org.mutoscope.billing..",
                        "org.mutoscope.core.ledger..",
                        "org.mutoscope.api.revenue..",
                        "org.mutoscope.api.billing..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "count in fractions", c -> List.of("double", "float", "java.lang.Double", "java.lang.Float")
                                .contains(c.getName())))
                .check(all);
    }
}
