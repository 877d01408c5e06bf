package org.mutoscope.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.config.Checker.Outcome;

/** Files as operators get them wrong. */
class CheckerTest {
    private static final String METATYPE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="jobs" name="Jobs">
                <AD id="queue.bound" type="Integer" default="100000" min="1" max="1000000"/>
                <AD id="mode" type="String" default="fair"><Option label="Fair" value="fair"/><Option label="Fifo" value="fifo"/></AD>
                <AD id="paused" type="Boolean" default="false"/>
                <AD id="tags" type="String" cardinality="3" default=""/>
                <AD id="weights" type="Double" cardinality="-2147483648" required="false"/>
                <AD id="password" type="Password" required="false"/>
                <AD id="ratio" type="Double" default="0.5" min="0" max="1"/>
              </OCD>
              <Designate pid="org.mutoscope.jobs"><Object ocdref="jobs"/></Designate>
              <OCD id="remote" name="Remote"><AD id="url" type="String"/></OCD>
              <Designate factoryPid="com.acme.remote"><Object ocdref="remote"/></Designate>
            </metatype:MetaData>
            """;

    private static final String FORMER =
            """
            max.queue = renamed queue.bound
            shape = removed Queues have no shape since 0.2; delete the line.
            """;

    @TempDir
    Path conf;

    private Schema schema;

    @BeforeEach
    void readSchema() throws IOException {
        Map<String, String> files = Map.of("jobs.xml", METATYPE.strip(), "org.mutoscope.jobs.former", FORMER);
        schema = new Schema(Described.read(
                "a jar",
                List.copyOf(files.keySet()),
                path -> new ByteArrayInputStream(files.get(path).getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void typesValuesAndResolvesReferences() throws IOException {
        Files.writeString(conf.resolve("secret"), "s3cret\n");
        write(
                "org.mutoscope.jobs.cfg",
                "\uFEFF# comment\nqueue.bound = 5  \nmode=fifo\npaused=TRUE\ntags=a, b ,c\nweights=1.5,2\n"
                        + "password=${file:" + conf.resolve("secret") + "}\n");
        write("com.acme.remote~fal.cfg", "url=https://${env:ACME_HOST}/$${x}\n");

        Outcome outcome = check();

        assertEquals(List.of(), outcome.problems());
        Map<String, Object> jobs = outcome.values().get("org.mutoscope.jobs");
        assertEquals(5, jobs.get("queue.bound"));
        assertEquals("fifo", jobs.get("mode"));
        assertEquals(true, jobs.get("paused"));
        assertArrayEquals(new String[] {"a", "b", "c"}, (String[]) jobs.get("tags"));
        assertEquals(List.of(1.5, 2.0), jobs.get("weights"));
        assertEquals("s3cret", jobs.get("password"));
        assertEquals(
                "https://acme.test/${x}",
                outcome.values().get("com.acme.remote~fal").get("url"));
    }

    @Test
    void absentDirectoryMeansDefaults() {
        Outcome outcome = new Checker(schema, new References(name -> null, Duration.ofSeconds(60)))
                .check(ConfDirectory.read(conf.resolve("none")));

        assertEquals(List.of(), outcome.problems());
        assertTrue(outcome.values().isEmpty());
    }

    @Test
    void suggestsTheKeyThatWasMeant() throws IOException {
        write("org.mutoscope.jobs.cfg", "# first\nqueue.bond=7\n");

        assertProblem("C301", "line 2: unknown key 'queue.bond', did you mean 'queue.bound'?");
    }

    @Test
    void listsKnownKeysWhenNothingIsNear() throws IOException {
        write("org.mutoscope.jobs.cfg", "colour=red\n");

        assertProblem("C301", "unknown key 'colour'; known: mode, password, paused, queue.bound, ratio, tags, weights");
    }

    @Test
    void suggestsTheComponentThatWasMeant() throws IOException {
        write("org.mutoscope.job.cfg", "mode=fair\n");

        assertProblem(
                "C201", "no installed bundle has a component org.mutoscope.job, did you mean 'org.mutoscope.jobs'?");
    }

    @Test
    void aComponentOfOthersMayStillCome() throws IOException {
        write("com.example.later.cfg", "a=${env:ACME_HOST}\n");

        Outcome outcome = check();

        assertEquals(List.of(), outcome.problems());
        assertEquals(1, outcome.warnings().size());
        assertEquals(Map.of("a", "acme.test"), outcome.values().get("com.example.later"));
    }

    @Test
    void refusesWrongTypes() throws IOException {
        for (String line : List.of(
                "queue.bound=",
                "queue.bound=ten",
                "queue.bound=1.0",
                "queue.bound=99999999999",
                "paused=yes",
                "ratio=NaN",
                "ratio=half")) {
            write("org.mutoscope.jobs.cfg", line + "\n");
            assertProblem("C302", "must be");
        }
    }

    @Test
    void refusesNumbersOutOfRange() throws IOException {
        for (String line :
                List.of("queue.bound=0", "queue.bound=-1", "queue.bound=1000001", "ratio=1.01", "ratio=-0.1")) {
            write("org.mutoscope.jobs.cfg", line + "\n");
            assertProblem("C303", "must be");
        }
    }

    @Test
    void refusesWhatIsNoOption() throws IOException {
        write("org.mutoscope.jobs.cfg", "mode=Fair\n");

        assertProblem("C304", "'mode' must be one of fair, fifo, not 'Fair'");
    }

    @Test
    void refusesTooManyValues() throws IOException {
        write("org.mutoscope.jobs.cfg", "tags=a,b,c,d\n");

        assertProblem("C306", "'tags' takes at most 3 values, not 4");
    }

    @Test
    void refusesAMissingMandatoryKey() throws IOException {
        write("com.acme.remote~x.cfg", "# nothing\n");

        assertProblem("C305", "the key 'url' has no default and must be set");
    }

    @Test
    void refusesInstancesWhereThereAreNoneAndNoneWhereThereMustBe() throws IOException {
        write("org.mutoscope.jobs~two.cfg", "mode=fair\n");
        assertProblem("C202", "exists only once");
        Files.delete(conf.resolve("org.mutoscope.jobs~two.cfg"));
        write("com.acme.remote.cfg", "url=x\n");
        assertProblem("C203", "name it com.acme.remote~NAME.cfg");
    }

    @Test
    void refusesDanglingReferences() throws IOException {
        for (String value : List.of("${env:NOT_SET}", "${file:/does/not/exist}", "${file:\0}", "${sys:x}", "${}")) {
            write("org.mutoscope.jobs.cfg", "password=" + value + "\n");
            assertProblem("C401", "'password': ");
        }
    }

    @Test
    void neverShowsASecret() throws IOException {
        write("org.mutoscope.jobs.cfg", "queue.bound=${env:ACME_HOST}\n");

        Outcome outcome = check();

        assertFalse(outcome.problems().toString().contains("acme.test"), outcome::toString);
    }

    @Test
    void refusesFilesThatCannotBeRead() throws IOException {
        Files.write(conf.resolve("org.mutoscope.jobs.cfg"), new byte[] {'a', '=', (byte) 0xE4});
        assertProblem("C102", "not UTF-8");
        write("org.mutoscope.jobs.cfg", "mode=\\u12\n");
        assertProblem("C103", "wrong escape");
        write("org.mutoscope.jobs.cfg", "#" + "x".repeat(1 << 20) + "\n");
        assertProblem("C101", "larger than 1 MiB");
        Files.delete(conf.resolve("org.mutoscope.jobs.cfg"));
        write("a b.cfg", "x=1\n");
        assertProblem("C105", "is named PID.cfg");
    }

    @Test
    void refusesAKeySetTwice() throws IOException {
        write("org.mutoscope.jobs.cfg", "mode=fair\n\nmode = fifo\n");

        assertProblem("C104", "line 3: the key 'mode' is set a second time");
    }

    @Test
    void namesAllProblemsAtOnce() throws IOException {
        write("org.mutoscope.jobs.cfg", "mdoe=fair\nqueue.bound=0\npaused=maybe\n");
        write("org.mutoscope.nobody.cfg", "");

        assertEquals(
                List.of("C301", "C303", "C302", "C201"),
                check().problems().stream().map(problem -> problem.fault().id()).toList());
    }

    @Test
    void aFormerNameStillWorksAndIsTold() throws IOException {
        write("org.mutoscope.jobs.cfg", "max.queue=7\n");
        Outcome outcome = check();
        assertEquals(List.of(), outcome.problems());
        assertEquals(Map.of("queue.bound", 7), outcome.values().get("org.mutoscope.jobs"));
        assertTrue(
                outcome.warnings()
                        .get(0)
                        .endsWith("line 1: 'max.queue' is now called 'queue.bound'; the old name still works"),
                outcome::toString);
        write("org.mutoscope.jobs.cfg", "max.queue=0\n");
        assertProblem("C303", "'queue.bound' must be 1 to 1000000");
    }

    @Test
    void aFormerNameBesideItsSuccessorIsRefused() throws IOException {
        write("org.mutoscope.jobs.cfg", "queue.bound=8\nmax.queue=7\n");
        assertProblem("C307", "line 2: 'max.queue' is the former name of 'queue.bound', which is set too");
    }

    @Test
    void aRemovedKeyIsRefusedWithItsReason() throws IOException {
        write("org.mutoscope.jobs.cfg", "shape=round\n");
        assertProblem("C308", "'shape' is gone: Queues have no shape since 0.2; delete the line.");
    }

    @Test
    void aCommandGivesASecret() throws IOException {
        write("org.mutoscope.jobs.cfg", "password=a${command:printf 'pa%sss\\\\n' $((1 + 1))}z\n");
        assertEquals("apa2ssz", check().values().get("org.mutoscope.jobs").get("password"));
    }

    @Test
    void aCommandThatGivesNoneIsNamedAndWhatItPrintsIsNot() throws IOException {
        Map<String, String> commands = Map.of(
                "echo hush; exit 3", "exit code 3; run it by hand",
                "true", "prints nothing",
                "head -c 70000 /dev/zero", "more than 64 KiB",
                "printf '\\\\344'", "no UTF-8",
                "no-such-program", "exit code 127");
        for (Map.Entry<String, String> command : commands.entrySet()) {
            write("org.mutoscope.jobs.cfg", "password=${command:" + command.getKey() + "}\n");
            assertProblem("C401", command.getValue());
            assertFalse(check().toString().contains("hush"), "neither what it prints nor its words");
        }
    }

    @Test
    void aCommandThatDoesNotEndIsEnded() throws IOException {
        write("org.mutoscope.jobs.cfg", "password=${command:sleep 600; echo late}\n");
        References hasty = new References(name -> null, Duration.ofSeconds(1));
        Outcome outcome = new Checker(schema, hasty).check(ConfDirectory.read(conf));
        assertTrue(outcome.problems().toString().contains("has not ended within 1 s"), outcome::toString);
    }

    @Test
    void withoutSecretsOnlyTheWayTheyAreWrittenIsChecked() throws IOException {
        write("org.mutoscope.jobs.cfg", "password=${file:/none}\nqueue.bound=${env:NOT_SET}\nmode=${vault:x}\n");
        Outcome outcome = new Checker(schema, References.unfollowed()).check(ConfDirectory.read(conf));
        assertEquals(1, outcome.problems().size(), outcome::toString);
        assertTrue(outcome.problems().toString().contains("${vault:x} is no reference"), outcome::toString);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(conf.resolve(name), text);
    }

    private Outcome check() {
        References references = new References(Map.of("ACME_HOST", "acme.test")::get, Duration.ofSeconds(60));
        return new Checker(schema, references).check(ConfDirectory.read(conf));
    }

    private void assertProblem(String id, String sentence) {
        Outcome outcome = check();
        assertEquals(1, outcome.problems().size(), outcome::toString);
        String text = outcome.problems().get(0).toString();
        assertTrue(text.startsWith(id + " " + conf) && text.contains(sentence), text);
    }
}
