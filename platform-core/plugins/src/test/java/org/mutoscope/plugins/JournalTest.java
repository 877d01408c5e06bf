package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.plugins.Plugins.Check;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Step;
import org.mutoscope.core.plugins.Plugins.Verb;

/** What was changed is not forgotten, whatever ended the platform. */
@Timeout(180)
class JournalTest {
    private static final Plan PLAN = new Plan(
            Verb.UPGRADE,
            "upgrade acme.veo 1.0.0 -> 2.0.0",
            List.of(new Step("START", "acme.veo@2.0.0"), new Step("STOP", "acme.veo@1.0.0")),
            50,
            2,
            60,
            List.of(new Check("needs", true, "All\tis\nhere.")),
            null);

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void name() {
        file = home.resolve(Journal.FILE);
    }

    private Operations open() {
        return new Operations(new Journal(file));
    }

    @Test
    void whatEndedIsReadAsItWas() {
        Operations first = open();
        Ongoing one = first.open(PLAN, "acme.veo");
        one.says("starting");
        one.drained("acme.veo@1.0.0");
        one.ends(Ongoing.DONE, "It serves.");
        Operation before = first.all().get(0);
        Operation after = open().all().get(0);
        assertEquals("All is here.", after.plan().checks().get(0).sentence(), "one line each");
        assertEquals(before.plan().steps(), after.plan().steps());
        assertEquals(before.happened(), after.happened());
        assertEquals(before.events(), after.events());
        assertEquals(
                List.of(
                        before.id(),
                        before.subject(),
                        before.state(),
                        before.sentence(),
                        before.begun(),
                        before.ended()),
                List.of(after.id(), after.subject(), after.state(), after.sentence(), after.begun(), after.ended()));
        assertEquals(List.of(after), open().all(), "and once more");
    }

    @Test
    void whatHadNotEndedWasInterrupted() throws Exception {
        Ongoing one = open().open(PLAN, "acme.veo");
        one.says("waiting for the work of acme.veo@1.0.0");
        Files.writeString(file, "event\t" + one.id + "\t2026-11-2", StandardOpenOption.APPEND); // the power went
        Operation read = open().all().get(0);
        assertEquals("INTERRUPTED", read.state());
        assertTrue(read.sentence().startsWith("The platform ended before this was done"), read.sentence());
        assertEquals(
                "waiting for the work of acme.veo@1.0.0", read.events().get(0).words());
        assertEquals(1, read.events().size());
    }

    @Test
    void rubbishIsLeftOut() throws Exception {
        open().open(PLAN, "acme.veo").ends(Ongoing.FAILED, "It hangs.");
        Files.write(file, new byte[] {0, -1, '\n', 'b', 'e', 'g', 'u', 'n', '\t', '\n'}, StandardOpenOption.APPEND);
        Files.writeString(file, "begun\top_x\tyesterday\n\nended\n", StandardOpenOption.APPEND);
        assertEquals(
                List.of("FAILED"), open().all().stream().map(Operation::state).toList());
    }

    /** A torn line with the rest of another has the length of a whole one. */
    @Test
    void whatWasTornSpoilsNothingElse() throws Exception {
        open().open(PLAN, "acme.veo").ends(Ongoing.FAILED, "It hangs.");
        Files.writeString(
                file,
                "begun\top_x\t2026-11-23T10:00:00Z\tUPGRADE\tacme.veo\t5begun\t2\t60\tupgrade\n",
                StandardOpenOption.APPEND);
        assertEquals(
                List.of("FAILED"), open().all().stream().map(Operation::state).toList());
        Journal journal = new Journal(file);
        Files.writeString(file, "begun\top_y\t2026", StandardOpenOption.APPEND);
        Operations next = new Operations(new Journal(home.resolve("other")));
        next.open(PLAN, "acme.kling").ends(Ongoing.DONE, "It serves.");
        journal.begun(next.all().get(0));
        assertEquals("acme.kling", journal.read().get(0).subject());
    }

    /** Who sees that a change has ended may end the platform at once. */
    @Test
    void whatIsSeenIsWritten() throws Exception {
        Operations some = open();
        for (int i = 0; i < 50; i++) {
            Ongoing one = some.open(PLAN, "acme.veo" + i);
            Thread other = new Thread(() -> one.ends(Ongoing.DONE, "It serves."));
            other.start();
            House.await(() -> one.is(Ongoing.DONE));
            assertEquals(Ongoing.DONE, new Journal(file).read().get(0).state());
            other.join();
        }
    }

    @Test
    void aHundredAreKept() throws Exception {
        Operations many = open();
        for (int i = 0; i < 230; i++) {
            many.open(PLAN, "acme.veo" + i).ends(Ongoing.DONE, "It serves.");
        }
        assertEquals(100, many.all().size());
        Operations again = open();
        assertEquals(
                many.all().stream().map(Operation::id).toList(),
                again.all().stream().map(Operation::id).toList());
        try (var lines = Files.lines(file)) {
            assertEquals(100, lines.filter(line -> line.startsWith("begun")).count());
        }
    }

    /** By hand or by command: what was done is told in the same way, after a restart too. */
    @Test
    void whatCameByAFileIsTold() throws Exception {
        String told;
        try (House house = new House(home, new Settings())) {
            Path jar = JarBuilder.backend("acme.veo", "1.0.0").writeTo(house.deploy.resolve("veo.jar"));
            House.await(() -> house.plugins.operations().size() == 1
                    && house.plugins.operations().get(0).state().equals("DONE"));
            Operation came = house.plugins.operations().get(0);
            assertEquals(
                    List.of(new Step("START", "acme.veo@1.0.0")), came.plan().steps());
            assertEquals(came.plan().steps(), came.happened());
            assertEquals("starting acme.veo@1.0.0", came.events().get(0).words());
            assertEquals("acme.veo@1.0.0: It serves backend acme.veo.", came.sentence());
            Files.writeString(house.deploy.resolve("bad.jar"), "not a jar");
            House.await(() -> newest(house).subject().equals("bad.jar")
                    && newest(house).state().equals("FAILED"));
            assertTrue(
                    newest(house).sentence().contains("copy it again"),
                    newest(house).sentence());
            Files.delete(house.deploy.resolve("bad.jar"));
            Files.delete(jar);
            House.await(() -> newest(house).plan().verb() == Verb.REMOVE
                    && newest(house).state().equals("DONE"));
            assertEquals(
                    List.of(new Step("STOP", "acme.veo@1.0.0")), newest(house).happened());
            told = house.plugins.operations().toString();
        }
        try (House house = new House(home, new Settings())) {
            assertEquals(told, house.plugins.operations().toString());
        }
    }

    private static Operation newest(House house) {
        return house.plugins.operations().get(0);
    }

    /** A start is no change. */
    @Test
    void whatRunsAsBeforeIsNothingToTell() throws Exception {
        try (House house = new House(home, new Settings())) {
            JarBuilder.backend("acme.veo", "1.0.0").writeTo(house.deploy.resolve("veo.jar"));
            House.await(() -> house.backends.named("acme.veo").isPresent()
                    && newest(house).state().equals("DONE"));
        }
        try (House house = new House(home, new Settings())) {
            House.await(() -> house.backends.named("acme.veo").isPresent());
            JarBuilder.backend("acme.kling", "1.0.0").writeTo(house.deploy.resolve("z.jar")); // seen after the other
            House.await(() -> newest(house).subject().equals("acme.kling")
                    && newest(house).state().equals("DONE"));
            assertEquals(2, house.plugins.operations().size());
            assertFalse(house.plugins.operations().get(1).subject().equals("acme.kling"));
        }
    }
}
