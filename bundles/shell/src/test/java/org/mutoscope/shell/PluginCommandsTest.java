package org.mutoscope.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.plugins.Catalogue;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork;

/** The commands as Gogo itself finds, parses and calls them. */
class PluginCommandsTest {
    private static final Plugins.Plugin VEO = new Plugins.Plugin(
            "com.acme.veo", "1.4.0", "veo.jar", "ACTIVE", "Makes clips.", List.of("veo"), "00", 2, null, "CN=Acme");

    private final List<Plugins.Change> changes = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> audited = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ThreadIOImpl threads = new ThreadIOImpl();

    @TempDir
    private Path folder;

    private CommandSession session;

    @BeforeEach
    void start() {
        PluginCommands commands = new PluginCommands(new Fake(), new Shelf(), identity(), work());
        CommandProcessorImpl gogo = new CommandProcessorImpl(threads);
        functions().forEach(function -> gogo.addCommand("plugin", commands, function));
        threads.start();
        session = gogo.createSession(InputStream.nullInputStream(), printed, printed);
    }

    @AfterEach
    void stop() {
        session.close();
        threads.stop();
    }

    /** As declared, since Gogo finds them by these properties. */
    private static List<String> functions() {
        try (InputStream xml =
                PluginCommandsTest.class.getResourceAsStream("/OSGI-INF/" + PluginCommands.class.getName() + ".xml")) {
            String text = new String(xml.readAllBytes(), StandardCharsets.UTF_8);
            String list = text.substring(text.indexOf("osgi.command.function"));
            return Arrays.stream(list.substring(list.indexOf('>') + 1, list.indexOf("</property>"))
                            .split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String gogo(String line) throws Exception {
        return String.valueOf(session.execute(line));
    }

    @Test
    void everyVerbOfTheCommandLineIsThere() {
        assertEquals(
                List.of(
                        "apply",
                        "disable",
                        "drain",
                        "enable",
                        "info",
                        "install",
                        "list",
                        "lock",
                        "operations",
                        "remove",
                        "rollback",
                        "search",
                        "upgrade",
                        "verify",
                        "why"),
                functions().stream().sorted().toList());
    }

    @Test
    void listsAndShowsAndSearches() throws Exception {
        assertEquals(
                "com.acme.veo 1.4.0 ACTIVE, 2 in use (veo.jar, signed by CN=Acme): Makes clips.", gogo("plugin:list"));
        assertTrue(gogo("plugin:info com.acme.veo").endsWith("no report in the jar"));
        assertEquals(
                "com.acme.veo 2.0.0 (here: 1.4.0): It fits. big cats\nan index is old", gogo("plugin:search big cats"));
    }

    @Test
    void saysWhyAndMoreIfAsked() throws Exception {
        assertEquals("It needs a key.\nFix: write it down", gogo("plugin:why com.acme.veo"));
        assertEquals(
                "It needs a key.\nFix: write it down\n- first\n- last\nraw words",
                gogo("plugin:why --chain --raw com.acme.veo"));
    }

    @Test
    void aJarIsSentWithTheMannerThatWasAskedFor() throws Exception {
        Path jar = Files.writeString(folder.resolve("veo-1.4.0.jar"), "the jar");

        String answer = gogo("plugin:upgrade --force --no-wait --drain 5 " + jar);

        assertEquals("op1 DONE: upgrade veo-1.4.0.jar\n  start      com.acme.veo@1.4.0", answer);
        assertEquals(new Plugins.Manner(5, true, false), changes.get(0).manner());
        assertEquals(Plugins.Verb.UPGRADE, changes.get(0).verb());
        assertEquals(List.of("the jar"), sent);
        assertEquals(List.of("shell.plugin.upgrade veo-1.4.0.jar BEGUN"), audited);
    }

    @Test
    void aNameThatIsNoFileComesFromTheCatalogue() throws Exception {
        gogo("plugin:install com.acme.veo");

        assertEquals(Plugins.Source.CATALOGUE, changes.get(0).source());
        assertEquals(List.of("from the catalogue"), sent);
    }

    @Test
    void whatIsThereIsChangedByItsName() throws Exception {
        for (String verb : List.of("enable", "disable", "drain", "remove", "rollback")) {
            gogo("plugin:" + verb + " com.acme.veo");
            Plugins.Change change = changes.get(changes.size() - 1);
            assertEquals(verb, change.verb().name().toLowerCase(java.util.Locale.ROOT));
            assertEquals(new Plugins.Manner(60, false, true), change.manner());
        }
    }

    @Test
    void aDryRunTouchesNothing() throws Exception {
        String plan = gogo("plugin:remove --dry-run com.acme.veo");

        assertTrue(
                plan.startsWith("remove com.acme.veo\n  stop       com.acme.veo@1.4.0\n  untouched  70 other bundles"));
        assertTrue(plan.endsWith("needs      NO: somebody needs it\nIt would be refused: others need it"), plan);
        assertEquals(List.of(), changes);
        assertEquals(List.of(), audited);
    }

    @Test
    void aRefusalHasItsNumberAndIsInTheAudit() {
        Exception refused = assertThrows(Exception.class, () -> gogo("plugin:remove no.such"));

        assertEquals(
                "There is no such plugin. (" + Code.PLUGIN_NOT_FOUND.number() + " plugin_not_found)",
                refused.getMessage());
        assertEquals(2, audited.size());
        assertTrue(audited.get(1).endsWith("plugin_not_found REFUSED"), audited.toString());
    }

    @Test
    void whatWentWrongEndsTheScript() {
        Exception failed = assertThrows(Exception.class, () -> gogo("plugin:enable broken; plugin:list"));
        assertEquals("op1 FAILED: it does not start", failed.getMessage());
    }

    @Test
    void wrongInputIsRefusedBeforeAnythingIsDone() {
        for (String line : List.of(
                "plugin:install " + folder.resolve("none.jar"),
                "plugin:install " + folder,
                "plugin:apply " + folder.resolve("none.zip"),
                "plugin:remove --drain 3601 com.acme.veo",
                "plugin:remove --drain -1 com.acme.veo",
                "plugin:remove --drain soon com.acme.veo",
                "plugin:remove",
                "plugin:info no.such",
                "plugin:operations no.such")) {
            assertThrows(Exception.class, () -> gogo(line), line);
        }
        assertEquals(List.of(), changes);
    }

    @Test
    void theLockIsShownExportedOnceAndApplied() throws Exception {
        Path zip = folder.resolve("lock.zip");
        assertEquals("locked", gogo("plugin:lock"));

        gogo("plugin:lock --export " + zip);
        assertThrows(Exception.class, () -> gogo("plugin:lock --export " + zip));
        gogo("plugin:apply " + zip);

        assertEquals(List.of("zip"), sent);
        assertEquals(Plugins.Verb.APPLY, changes.get(0).verb());
    }

    @Test
    void followsOperationsAndCompares() throws Exception {
        assertTrue(gogo("plugin:operations").startsWith("op1 1970-01-01T00:00:00Z com.acme.veo DONE: "));
        assertTrue(gogo("plugin:operations op1").endsWith("1970-01-01T00:00:00Z  it began"));
        Exception differs = assertThrows(Exception.class, () -> gogo("plugin:verify"));
        assertTrue(differs.getMessage().contains("a jar was changed"), differs.getMessage());
    }

    @Test
    void whatIsReturnedCanBePiped() throws Exception {
        int length = gogo("plugin:list").length();
        assertEquals(String.valueOf(length), gogo("(plugin:list) length"));
    }

    private final class Fake implements Plugins {
        @Override
        public List<Plugin> list() {
            return List.of(VEO);
        }

        @Override
        public Optional<Plugin> find(String nameAndVersion) {
            return Optional.of(VEO).filter(p -> p.name().equals(nameAndVersion));
        }

        @Override
        public Plan plan(Change change) {
            return planned(change, List.of(new Step("STOP", "com.acme.veo@1.4.0")), "others need it");
        }

        private Plan planned(Change change, List<Step> steps, String refusal) {
            String sentence = change.verb().name().toLowerCase(java.util.Locale.ROOT) + " " + change.subject();
            return new Plan(
                    change.verb(),
                    sentence,
                    steps,
                    70,
                    0,
                    60,
                    List.of(new Check("needs", false, "somebody needs it")),
                    refusal);
        }

        @Override
        public Operation perform(Change change) {
            if (change.subject().equals("no.such")) {
                throw new Problem(Code.PLUGIN_NOT_FOUND, "There is no such plugin.");
            }
            changes.add(change);
            if (change.content() != null) {
                try {
                    sent.add(new String(change.content().readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
            boolean broken = change.subject().equals("broken");
            return operation(change, broken ? "FAILED" : "DONE", broken ? "it does not start" : null);
        }

        private Operation operation(Change change, String state, String sentence) {
            List<Step> steps = List.of(new Step("START", "com.acme.veo@1.4.0"));
            Plan plan = planned(change, steps, null);
            return new Operation(
                    "op1",
                    plan,
                    "com.acme.veo",
                    state,
                    sentence == null ? plan.sentence() : sentence,
                    steps,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    List.of(new Event(Instant.EPOCH, "it began")));
        }

        @Override
        public List<Operation> operations() {
            Change change = new Change(Verb.ENABLE, "com.acme.veo", null, Manner.draining(1));
            return List.of(operation(change, "DONE", null));
        }

        @Override
        public Optional<Operation> operation(String id) {
            return operations().stream().filter(o -> o.id().equals(id)).findFirst();
        }

        @Override
        public List<String> verify() {
            return List.of("a jar was changed");
        }

        @Override
        public Reason why(String nameAndVersion) {
            return new Reason("It needs a key.", "write it down", List.of("first", "last"), "raw words");
        }

        @Override
        public String lock() {
            return "locked\n";
        }

        @Override
        public void export(OutputStream out) throws IOException {
            out.write("zip".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Shelf implements Catalogue {
        @Override
        public Found search(String words) {
            return new Found(
                    List.of(new Item("com.acme.veo", "2.0.0", words, 1, "00", true, "It fits.", List.of("1.4.0"))),
                    List.of("an index is old"));
        }

        @Override
        public Plugins.Change change(Plugins.Verb verb, String nameAndVersion, Plugins.Manner manner) {
            return new Plugins.Change(
                    verb,
                    nameAndVersion + ".jar",
                    new ByteArrayInputStream("from the catalogue".getBytes(StandardCharsets.UTF_8)),
                    manner,
                    Plugins.Source.CATALOGUE);
        }
    }

    private Identity identity() {
        return (Identity) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Identity.class}, (proxy, method, arguments) -> {
                    Identity.Act act = (Identity.Act) arguments[2];
                    audited.add(act.name() + " " + act.subject() + " " + act.outcome());
                    return null;
                });
    }

    private static UnitOfWork work() {
        return new UnitOfWork() {
            @Override
            public <T> T write(Work<T> work) {
                return work.in(null);
            }

            @Override
            public <T> T read(Work<T> work) {
                return work.in(null);
            }

            @Override
            public Optional<String> obstacle() {
                return Optional.empty();
            }
        };
    }
}
