package org.guildhall;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the rooms and their arrows as ARCHITECTURE.md draws them. */
class ArchitectureTest {
    private static final String BASE = "org.guildhall";

    /** Which rooms a room may use, the lowest first. The root may use all. */
    private static final Map<String, Set<String>> ARROWS = new LinkedHashMap<>();

    static {
        ARROWS.put("record", Set.of());
        ARROWS.put("signing", Set.of("record"));
        ARROWS.put("log", Set.of("record", "signing"));
        ARROWS.put("credential", Set.of("record", "signing", "log"));
        ARROWS.put("reputation", Set.of("record"));
        ARROWS.put("store", Set.of("record", "log", "reputation"));
        ARROWS.put("admission", Set.of("record", "signing", "log", "credential", "reputation", "store"));
        ARROWS.put("search", Set.of("record", "store"));
        ARROWS.put("peering", Set.of("record", "signing", "log", "store", "admission"));
        ARROWS.put("site", Set.of("record", "signing", "credential", "store", "admission", "search", "reputation"));
        Set<String> aboveAdmin = Set.of(
                "record", "signing", "log", "credential", "reputation", "store", "admission", "search", "peering");
        ARROWS.put("admin", aboveAdmin);
        Set<String> ofCli = new TreeSet<>(aboveAdmin);
        ofCli.add("admin");
        ARROWS.put("cli", ofCli);
    }

    /** Rooms that hold something by now. */
    private static final Set<String> BUILT = Set.of(
            "record",
            "signing",
            "log",
            "credential",
            "reputation",
            "store",
            "admission",
            "search",
            "peering",
            "site",
            "admin",
            "cli");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    @TestFactory
    Stream<DynamicTest> everyRoomUsesOnlyTheRoomsItMay() {
        return ARROWS.entrySet().stream()
                .map(arrow -> DynamicTest.dynamicTest(arrow.getKey(), () -> {
                    String room = arrow.getKey();
                    noClasses()
                            .that(areIn(room))
                            .should()
                            .dependOnClassesThat(areOfOtherRoomsThan(room, arrow.getValue()))
                            .allowEmptyShould(true)
                            .check(CLASSES);
                }));
    }

    @Test
    void everyPackageIsARoomOrOneLevelBelowARoom() {
        classes()
                // Compiled templates lie as deep as their folders.
                .that()
                .haveSimpleNameNotEndingWith("Generated")
                .should()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(BASE),
                                ARROWS.keySet().stream()
                                        .flatMap(room -> Stream.of(BASE + "." + room, BASE + "." + room + ".*")))
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void onlySigningKnowsTheCryptographyLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".signing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..", "com.amazon.corretto..")
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreKnowsTheDatabases() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jdbi..", "org.h2..", "org.postgresql..", "org.flywaydb..", "com.zaxxer..")
                .check(CLASSES);
    }

    @Test
    void theRulesKnowNothingOfHttp() {
        noClasses()
                .that(areInAny("record", "signing", "log", "credential", "reputation", "store", "admission", "search"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineKnowsItsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..")
                .check(CLASSES);
    }

    /** An empty room keeps every rule; so a room that is misspelled here, or gone, is noticed. */
    @Test
    void theRoomsThatAreNamedExist() {
        Set<String> found = new TreeSet<>();
        for (JavaClass known : CLASSES) {
            roomOf(known).ifPresent(found::add);
        }
        assertThat(found).containsAll(BUILT);
    }

    private static DescribedPredicate<JavaClass> areIn(String room) {
        return DescribedPredicate.describe(
                "are in room " + room,
                known -> roomOf(known).filter(room::equals).isPresent());
    }

    private static DescribedPredicate<JavaClass> areInAny(String... rooms) {
        Set<String> wanted = Set.of(rooms);
        return DescribedPredicate.describe(
                "are in " + wanted,
                known -> roomOf(known).filter(wanted::contains).isPresent());
    }

    /** Also the root counts as another room: nothing below may use it. */
    private static DescribedPredicate<JavaClass> areOfOtherRoomsThan(String room, Set<String> allowed) {
        return DescribedPredicate.describe(
                "are of rooms other than " + room + " and " + new TreeSet<>(allowed),
                known -> (known.getPackageName().equals(BASE)
                                || known.getPackageName().startsWith(BASE + "."))
                        && roomOf(known)
                                .filter(found -> found.equals(room) || allowed.contains(found))
                                .isEmpty());
    }

    private static Optional<String> roomOf(JavaClass known) {
        String name = known.getPackageName();
        if (!name.startsWith(BASE + ".")) {
            return Optional.empty();
        }
        String below = name.substring(BASE.length() + 1);
        int dot = below.indexOf('.');
        return Optional.of(dot < 0 ? below : below.substring(0, dot));
    }
}
