package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Step;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.osgi.framework.Bundle;

/** Changes in a real framework: what the plan says is what happens, and what the lock says is what runs. */
@Timeout(120)
class PluginChangesTest {
    private static final Comparator<Step> BY_BUNDLE = Comparator.comparing(Step::bundle);

    @TempDir
    Path home;

    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House(home, new Settings());
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    @Test
    void whatThePlanSaysIsWhatHappens() throws Exception {
        asPlanned(Verb.INSTALL, "veo-1.jar", JarBuilder.backend("acme.veo", "1.0.0"), "START acme.veo@1.0.0");
        asPlanned(
                Verb.UPGRADE,
                "veo-2.jar",
                JarBuilder.backend("acme.veo", "2.0.0"),
                "START acme.veo@2.0.0, STOP acme.veo@1.0.0");
        assertEquals(List.of("veo-2.jar"), files());
        asPlanned(Verb.ROLLBACK, "acme.veo", null, "START acme.veo@1.0.0, STOP acme.veo@2.0.0");
        assertEquals(List.of("veo-1.jar"), files());
        asPlanned(Verb.DRAIN, "acme.veo", null, "DRAIN acme.veo@1.0.0");
        assertTrue(house.backends.all().isEmpty());
        asPlanned(Verb.ENABLE, "acme.veo", null, "RESTART acme.veo@1.0.0");
        asPlanned(Verb.DISABLE, "acme.veo", null, "STOP acme.veo@1.0.0");
        assertEquals("DISABLED", house.plugins.find("acme.veo").orElseThrow().state());
        asPlanned(Verb.ENABLE, "acme.veo", null, "START acme.veo@1.0.0");
        asPlanned(Verb.REMOVE, "acme.veo", null, "STOP acme.veo@1.0.0");
        assertEquals(List.of(), files());
        asPlanned(Verb.ROLLBACK, "acme.veo", null, "START acme.veo@1.0.0");
        assertTrue(house.backends.named("acme.veo").isPresent());
        assertEquals(List.of(), house.plugins.verify());
    }

    private void asPlanned(Verb verb, String subject, JarBuilder jar, String steps) throws Exception {
        List<String> before = files();
        Plan plan = house.plan(verb, subject, jar);
        assertNull(plan.refusal());
        assertEquals(steps, words(plan.steps()), "planned");
        assertEquals(before, files(), "a plan touches nothing");
        Operation done = jar == null ? house.change(verb, subject) : house.change(verb, subject, jar);
        assertEquals("DONE", done.state(), done.sentence());
        assertEquals(
                words(plan.steps().stream().sorted(BY_BUNDLE).toList()),
                words(done.happened().stream().sorted(BY_BUNDLE).toList()),
                "what happened");
    }

    private static String words(List<Step> steps) {
        return String.join(
                ", ", steps.stream().map(s -> s.what() + " " + s.bundle()).toList());
    }

    private List<String> files() throws Exception {
        try (var files = Files.list(house.deploy)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whoUsesAPackageRestartsWithItsExporterAndThePlanSaysSo() throws Exception {
        house.change(Verb.INSTALL, "base.jar", base("1.0.0"));
        house.change(Verb.INSTALL, "user.jar", user("acme.user"));
        asPlanned(
                Verb.UPGRADE,
                "base-2.jar",
                base("1.1.0"),
                "START acme.base@1.1.0, STOP acme.base@1.0.0, RESTART acme.user@1.0.0");
        Plan lonely = house.plan(Verb.REMOVE, "acme.base", null);
        assertEquals("STOP acme.base@1.1.0, STOP acme.user@1.0.0", words(lonely.steps()));
        assertTrue(lonely.refusal().startsWith("Without it these no longer run: acme.user@1.0.0"), lonely.refusal());
        refused(Code.PLUGIN_NEEDS_FORCE, () -> house.change(Verb.REMOVE, "acme.base"));
        Operation forced = house.plugins.perform(new Change(Verb.REMOVE, "acme.base", null, new Manner(0, true, true)));
        assertEquals("STOP acme.base@1.1.0, STOP acme.user@1.0.0", words(forced.happened()));
        assertTrue(
                house.plugins.why("acme.user").sentence().startsWith("It needs package acme.base.api"),
                house.plugins.why("acme.user").sentence());
        house.change(Verb.ROLLBACK, "acme.base");
        assertEquals("ACTIVE", house.plugins.find("acme.user").orElseThrow().state(), "what lacked it runs again");
    }

    @Test
    void whatWouldRestartThePlatformIsRefusedUnlessForced() throws Exception {
        house.change(Verb.INSTALL, "base.jar", base("1.0.0"));
        Bundle core = house.platform(user("core.part"));
        Problem problem = refused(Code.PLUGIN_NEEDS_FORCE, () -> house.change(Verb.REMOVE, "acme.base"));
        assertTrue(problem.getMessage().contains("core.part@1.0.0"), problem.getMessage());
        assertEquals(Bundle.ACTIVE, core.getState());
    }

    @Test
    void aBundleThatWaitsForAnotherRunsWhenThatComes() throws Exception {
        user("acme.user").writeTo(house.deploy.resolve("a-user.jar"));
        House.await(() -> house.plugins
                .find("acme.user")
                .filter(p -> p.state().equals("FAILED"))
                .isPresent());
        base("1.0.0").writeTo(house.deploy.resolve("base.jar"));
        House.await(() -> house.plugins
                .find("acme.user")
                .filter(p -> p.state().equals("ACTIVE"))
                .isPresent());
    }

    @Test
    void anUpgradeThatServesLessLeavesAllAsItWas() throws Exception {
        house.change(Verb.INSTALL, "veo-1.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        Operation failed = house.change(Verb.UPGRADE, "veo-2.jar", JarBuilder.bundle("acme.veo", "2.0.0"));
        assertEquals("FAILED", failed.state());
        assertTrue(failed.sentence().contains("does not offer backend acme.veo"), failed.sentence());
        assertEquals(List.of("veo-1.jar"), files());
        assertEquals("1.0.0", house.backends.named("acme.veo").orElseThrow().version());
        assertEquals(List.of(), house.plugins.verify());
    }

    @Test
    void nonsenseIsRefusedInWords() throws Exception {
        refused(Code.PLUGIN_NOT_FOUND, () -> house.change(Verb.UPGRADE, "a.jar", JarBuilder.backend("acme.veo", "1")));
        refused(Code.PLUGIN_NOT_FOUND, () -> house.change(Verb.DISABLE, "acme.veo"));
        refused(Code.NOTHING_TO_GO_BACK_TO, () -> house.change(Verb.ROLLBACK, "acme.veo"));
        house.change(Verb.INSTALL, "a.jar", JarBuilder.backend("acme.veo", "2.0.0"));
        refused(
                Code.PLUGIN_NEEDS_FORCE,
                () -> house.change(Verb.UPGRADE, "b.jar", JarBuilder.backend("acme.veo", "1")));
        for (String lock : List.of("nothing", "on a 1 abc a.jar", "on a 1 " + "0".repeat(64) + " ../a.jar")) {
            refused(
                    Code.PLUGINS_LOCK_UNREADABLE,
                    () -> house.plugins.perform(new Change(
                            Verb.APPLY, null, new ByteArrayInputStream(lock.getBytes()), Manner.draining(0))));
        }
    }

    @Test
    void theLockSaysWhatRunsAfterARestart() throws Exception {
        house.change(Verb.INSTALL, "off.jar", JarBuilder.backend("acme.off", "1.0.0"));
        house.change(Verb.INSTALL, "on.jar", JarBuilder.backend("acme.on", "1.0.0"));
        house.change(Verb.INSTALL, "gone.jar", JarBuilder.backend("acme.gone", "1.0.0"));
        house.change(Verb.DISABLE, "acme.off");
        house.close();
        Files.delete(house.deploy.resolve("gone.jar"));
        house = new House(home, new Settings());
        House.await(() -> house.backends.named("acme.on").isPresent()
                && house.plugins.lock().contains("back acme.gone"));
        assertEquals("DISABLED", house.plugins.find("acme.off").orElseThrow().state());
        assertTrue(house.plugins.find("acme.gone").isEmpty(), "deleted while it was stopped is deleted");
        house.change(Verb.ROLLBACK, "acme.gone");
        assertTrue(house.backends.named("acme.gone").isPresent());
    }

    @Test
    void anExportedLockMakesASecondInstallationEqual(@TempDir Path second) throws Exception {
        house.change(Verb.INSTALL, "veo-1.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        house.change(Verb.UPGRADE, "veo-2.jar", JarBuilder.backend("acme.veo", "2.0.0"));
        house.change(Verb.INSTALL, "off.jar", JarBuilder.backend("acme.off", "1.0.0"));
        house.change(Verb.DISABLE, "acme.off");
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        house.plugins.export(archive);
        try (House other = new House(second, new Settings())) {
            other.change(Verb.INSTALL, "else.jar", JarBuilder.backend("acme.else", "1.0.0"));
            Operation done = other.plugins.perform(
                    new Change(Verb.APPLY, null, new ByteArrayInputStream(archive.toByteArray()), Manner.draining(0)));
            assertEquals("DONE", done.state(), done.sentence());
            assertEquals(house.plugins.lock(), other.plugins.lock());
            assertEquals(List.of(), other.plugins.verify());
            assertEquals("2.0.0", other.backends.named("acme.veo").orElseThrow().version());
            assertTrue(other.backends.named("acme.else").isEmpty());
            assertEquals(
                    "DISABLED", other.plugins.find("acme.off").orElseThrow().state());
            other.change(Verb.ROLLBACK, "acme.veo");
            assertEquals("1.0.0", other.backends.named("acme.veo").orElseThrow().version());
        }
    }

    /** The file of the version that serves must not be the place of the one that comes: it may have to come back. */
    @Test
    void aFailedUpgradeUnderTheSameFileNameLeavesWhatServes() throws Exception {
        house.change(Verb.INSTALL, "backend.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        String before = house.plugins.lock();
        Operation failed = house.change(Verb.UPGRADE, "backend.jar", JarBuilder.bundle("acme.veo", "2.0.0"));
        assertEquals("FAILED", failed.state(), failed.sentence());
        assertEquals(List.of("backend.jar"), files());
        assertEquals(before, house.plugins.lock());
        assertTrue(house.backends.named("acme.veo").isPresent());
        assertEquals(
                "ACTIVE", house.plugins.find("acme.veo@1.0.0").orElseThrow().state());
        assertEquals(List.of(), house.plugins.verify());
    }

    @Test
    void aBundleUnderAnothersFileNameGetsOneOfItsOwn() throws Exception {
        house.change(Verb.INSTALL, "backend.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        house.change(Verb.INSTALL, "backend.jar", JarBuilder.backend("acme.kling", "1.0.0"));
        assertEquals(List.of("acme.kling-1.0.0.jar", "backend.jar"), files());
        assertEquals(2, house.plugins.list().size());
        assertEquals(List.of(), house.plugins.verify());
    }

    @Test
    void anUnreadableLockCostsNoJar() throws Exception {
        house.change(Verb.INSTALL, "veo-1.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        house.change(Verb.UPGRADE, "veo-2.jar", JarBuilder.backend("acme.veo", "2.0.0"));
        house.close();
        Files.writeString(home.resolve("data/plugins.lock"), "on acme\n");
        house = new House(home, new Settings());
        House.await(() -> house.backends.named("acme.veo").isPresent());
        try (var kept = Files.list(home.resolve("data/plugins"))) {
            assertEquals(2, kept.count(), "jars that the lock named before it was spoilt");
        }
        assertTrue(Files.exists(home.resolve("data/plugins.lock.unreadable")));
    }

    /** Its file could not be deleted, or somebody switched it off: it is here, so it can come back, and under its own file. */
    @Test
    void whatIsSwitchedOffIsGoneBackToIfNothingElseIsKept() throws Exception {
        house.change(Verb.INSTALL, "veo-1.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        house.change(Verb.DISABLE, "acme.veo");
        house.change(Verb.INSTALL, "veo-2.jar", JarBuilder.backend("acme.veo", "2.0.0"));
        Operation back = house.change(Verb.ROLLBACK, "acme.veo");
        assertEquals("DONE", back.state(), back.sentence());
        assertEquals(List.of("veo-1.jar"), files());
        assertEquals("1.0.0", house.backends.named("acme.veo").orElseThrow().version());
        assertEquals(List.of(), house.plugins.verify());
    }

    /** A second jar of a version that runs is refused; when it is deleted, the lock must not name it as the way back: nobody has kept it. */
    @Test
    void aRefusedTwinLeavesNoTrace() throws Exception {
        house.change(Verb.INSTALL, "veo.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        String before = house.plugins.lock();
        Path twin = JarBuilder.backend("acme.veo", "1.0.0")
                .entry("other.txt", new byte[] {1})
                .writeTo(house.deploy.resolve("twin.jar"));
        House.await(() -> house.plugins.find("twin.jar").isPresent()
                || house.plugins.list().stream()
                        .anyMatch(p -> p.file().equals("twin.jar") && p.state().equals("FAILED")));
        Files.delete(twin);
        House.await(() -> house.plugins.list().stream().noneMatch(p -> p.file().equals("twin.jar")));
        assertEquals(before, house.plugins.lock());
        assertEquals(List.of(), house.plugins.verify());
    }

    @Test
    void whatDoesNotAgreeIsNamed() throws Exception {
        house.change(Verb.INSTALL, "veo.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        try (var kept = Files.list(home.resolve("data/plugins"))) {
            Files.delete(kept.findFirst().orElseThrow());
        }
        assertTrue(house.plugins.verify().get(0).startsWith("The kept jar of acme.veo@1.0.0 is missing"));
    }

    @Test
    void aVersionWhoseFirstCallThrowsIsTakenBackByItself() throws Exception {
        house.change(Verb.INSTALL, "veo-1.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        house.change(Verb.UPGRADE, "veo-2.jar", JarBuilder.backend("acme.veo", "2.0.0"));
        fail();
        House.await(() -> house.backends
                .named("acme.veo")
                .filter(b -> b.version().equals("1.0.0"))
                .isPresent());
        House.await(() -> house.plugins.operations().get(0).state().equals("TAKEN_BACK"));
        String why = house.plugins.operations().get(0).sentence();
        assertTrue(why.startsWith("acme.veo@2.0.0 was taken back: its first render threw"), why);
        assertEquals(List.of("veo-1.jar"), files());
    }

    @Test
    void aNewerVersionThatWasDroppedBesideIsTakenBackToo() throws Exception {
        JarBuilder.backend("acme.veo", "1.0.0").writeTo(house.deploy.resolve("veo-1.jar"));
        House.await(() -> house.backends.all().size() == 1);
        JarBuilder.backend("acme.veo", "2.0.0").writeTo(house.deploy.resolve("veo-2.jar"));
        House.await(() -> house.plugins
                .find("acme.veo@2.0.0")
                .filter(p -> p.state().equals("ACTIVE"))
                .isPresent());
        House.await(
                () -> { // it serves a moment before it is watched
                    house.backends
                            .named("acme.veo")
                            .filter(b -> b.version().equals("2.0.0"))
                            .flatMap(b -> b.lease())
                            .ifPresent(this::fail);
                    return house.plugins.find("acme.veo@2.0.0").isEmpty();
                });
        assertEquals("1.0.0", house.backends.named("acme.veo").orElseThrow().version());
    }

    /** A call into the newest version throws. */
    private void fail() {
        fail(house.backends.named("acme.veo").orElseThrow().lease().orElseThrow());
    }

    private void fail(Leased<org.mutoscope.api.backend.VideoBackend> lease) {
        try (lease) {
            assertThrows(
                    PartnerFault.class,
                    () -> house.calls.run(lease, "render", b -> {
                        throw new IllegalStateException("bad");
                    }));
        }
    }

    private static JarBuilder base(String version) {
        return JarBuilder.bundle("acme.base", version)
                .header("Export-Package", "acme.base.api;version=1.0.0")
                .entry("acme/base/api/text.txt", new byte[1]);
    }

    private static JarBuilder user(String name) {
        return JarBuilder.bundle(name, "1.0.0").header("Import-Package", "acme.base.api;version=\"[1.0,2)\"");
    }

    private static Problem refused(Code code, org.junit.jupiter.api.function.Executable act) {
        Problem problem = assertThrows(Problem.class, act);
        assertEquals(code, problem.code(), problem.getMessage());
        assertFalse(problem.getMessage().isBlank());
        return problem;
    }
}
