package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Check;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Signatures in a real framework: what the policy refuses touches nothing, whichever way it comes. */
@Timeout(120)
class TrustedPluginsTest {
    private static final PluginsConfig STRICT = new Settings() {
        @Override
        public String trust_deploy() {
            return "require";
        }

        @Override
        public String trust_upload() {
            return "require";
        }
    };

    @TempDir
    Path home;

    private Path made(String version) throws Exception {
        return JarBuilder.backend("acme.veo", version).writeTo(home.resolve("veo-" + version + ".jar"));
    }

    private static Change upload(Verb verb, Path jar) throws Exception {
        return new Change(
                verb,
                jar.getFileName().toString(),
                new ByteArrayInputStream(Files.readAllBytes(jar)),
                Manner.draining(1));
    }

    private static Check signature(Plan plan) {
        return plan.checks().stream()
                .filter(c -> c.name().equals("signature"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void signedRunsAndUnsignedDoesNot() throws Exception {
        Maker acme = Maker.named("Acme");
        acme.into(home.resolve("conf/keys"), "acme.pem");
        try (House house = new House(home, STRICT)) {
            Path first = acme.sign(made("1.0.0"));
            Plan plan = house.plugins.plan(upload(Verb.INSTALL, first));
            assertNull(plan.refusal());
            assertEquals(
                    "It is signed by CN=Acme (acme.pem in the key ring, valid until 2090-01-01).",
                    signature(plan).sentence());
            Operation done = house.plugins.perform(upload(Verb.INSTALL, first));
            assertEquals("DONE", done.state(), done.sentence());
            assertEquals("CN=Acme", house.plugins.find("acme.veo").orElseThrow().signer());
            String signer = Signature.fingerprint(acme.chain.get(0));
            assertTrue(
                    house.plugins.lock().contains(JarFacts.digest(first) + "/upload/" + signer + " veo-1.0.0.jar"),
                    house.plugins.lock());

            Problem refused =
                    assertThrows(Problem.class, () -> house.plugins.perform(upload(Verb.UPGRADE, made("2.0.0"))));
            assertEquals(Code.PLUGIN_UNTRUSTED, refused.code());
            assertEquals("It is not signed; ask its maker for a signed jar.", refused.getMessage());
            Change forced =
                    new Change(Verb.UPGRADE, "veo.jar", Files.newInputStream(made("2.0.0")), new Manner(0, true, true));
            assertThrows(Problem.class, () -> house.plugins.perform(forced), "force is not trust");

            Files.copy(made("3.0.0"), house.deploy.resolve("dropped.jar"));
            House.await(() -> house.plugins
                    .find("dropped.jar")
                    .filter(p -> p.state().equals("FAILED"))
                    .isPresent());
            assertEquals(
                    "It is not signed; ask its maker for a signed jar.",
                    house.plugins.find("dropped.jar").orElseThrow().sentence());
            assertEquals(1, house.backends.all().size());
            assertEquals(
                    List.of("dropped.jar lies in deploy/ and does not stand in plugins.lock: It is not signed; ask its"
                            + " maker for a signed jar."),
                    house.plugins.verify());
        }
    }

    @Test
    void aMakerWhoIsTrustedNoLongerDoesNotComeBack() throws Exception {
        Maker acme = Maker.named("Acme");
        acme.into(home.resolve("conf/keys"), "acme.pem");
        try (House house = new House(home, STRICT)) {
            assertEquals(
                    "DONE",
                    house.plugins
                            .perform(upload(Verb.INSTALL, acme.sign(made("1.0.0"))))
                            .state());
            Files.delete(home.resolve("conf/keys/acme.pem"));
            String finding = String.join("\n", house.plugins.verify());
            assertTrue(
                    finding.startsWith("acme.veo@1.0.0 runs and would not be let in again. It is signed by CN=Acme"),
                    finding);
        }
        try (House house = new House(home, STRICT)) {
            House.await(() -> house.plugins
                    .find("acme.veo")
                    .filter(p -> p.state().equals("FAILED"))
                    .isPresent());
            assertTrue(house.backends.all().isEmpty());
            acme.into(home.resolve("conf/keys"), "acme.pem");
            assertEquals("DONE", house.change(Verb.ENABLE, "acme.veo").state());
        }
    }

    @Test
    void whatRunsGoesOnWhenItsFileIsOverwrittenByOneThatIsNotTrusted() throws Exception {
        Maker acme = Maker.named("Acme");
        acme.into(home.resolve("conf/keys"), "acme.pem");
        try (House house = new House(home, STRICT)) {
            Files.move(acme.sign(made("1.0.0")), house.deploy.resolve("veo.jar"));
            House.await(() -> house.plugins.lock().contains(" veo.jar"));
            long service = house.backends.all().get(0).serviceId();
            JarBuilder.backend("acme.veo", "1.0.0").header("X-Other", "1").writeTo(house.deploy.resolve("veo.jar"));
            House.await(() -> house.plugins
                    .find("acme.veo")
                    .orElseThrow()
                    .sentence()
                    .endsWith("The file's new content is refused: It is not signed; ask its maker for a signed jar."));
            assertEquals(service, house.backends.all().get(0).serviceId(), "it was not even restarted");
        }
    }

    @Test
    void whatIsNotTrustedDoesNotTakeThePlaceOfWhatServedBeforeARestart() throws Exception {
        Maker acme = Maker.named("Acme");
        acme.into(home.resolve("conf/keys"), "acme.pem");
        try (House house = new House(home, STRICT)) {
            Files.move(acme.sign(made("1.0.0")), house.deploy.resolve("veo.jar"));
            House.await(() -> house.plugins.lock().contains(" veo.jar"));
        }
        JarBuilder.backend("acme.veo", "1.0.0").header("X-Other", "1").writeTo(home.resolve("data/deploy/veo.jar"));
        try (House house = new House(home, STRICT)) {
            House.await(() -> !house.backends.all().isEmpty());
            House.await(() -> house.plugins
                    .operations()
                    .get(0)
                    .sentence()
                    .contains("It is not signed. acme.veo@1.0.0 serves on, from what is kept"));
        }
    }

    @Test
    void whatAnExportCallsDroppedWasSentHere() throws Exception {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (House there = new House(Files.createDirectory(home.resolve("there")), new Settings())) {
            Files.copy(made("1.0.0"), there.deploy.resolve("veo.jar"));
            House.await(() -> there.plugins.lock().contains("/deploy veo.jar"));
            assertEquals("DONE", there.change(Verb.DISABLE, "acme.veo").state());
            there.plugins.export(archive);
        }
        PluginsConfig uploads = new Settings() {
            @Override
            public String trust_upload() {
                return "require";
            }
        };
        try (House here = new House(Files.createDirectory(home.resolve("here")), uploads)) {
            refusedHere(here, archive.toByteArray());
        }
        try (House here = new House(Files.createDirectory(home.resolve("lax")), new Settings())) {
            here.plugins.perform(
                    new Change(Verb.APPLY, null, new ByteArrayInputStream(archive.toByteArray()), Manner.draining(0)));
            assertTrue(here.plugins.lock().contains("/upload veo.jar"), here.plugins.lock());
        }
    }

    private static void refusedHere(House here, byte[] archive) {
        Problem refused = assertThrows(
                Problem.class,
                () -> here.plugins.perform(
                        new Change(Verb.APPLY, null, new ByteArrayInputStream(archive), Manner.draining(0))));
        assertEquals(Code.PLUGIN_UNTRUSTED, refused.code());
        assertEquals("acme.veo@1.0.0: It is not signed; ask its maker for a signed jar.", refused.getMessage());
        assertTrue(here.plugins.list().isEmpty());
    }

    /** It is only kept, and so would be run by the way back, which asks nobody. */
    @Test
    void whatIsMerelyKeptHasToBeTrustedToo() throws Exception {
        Maker acme = Maker.named("Acme");
        acme.into(home.resolve("conf/keys"), "acme.pem");
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (House there = new House(Files.createDirectory(home.resolve("there")), new Settings())) {
            there.plugins.perform(upload(Verb.INSTALL, made("1.0.0")));
            there.plugins.perform(upload(Verb.UPGRADE, acme.sign(made("2.0.0"))));
            assertTrue(there.plugins.lock().contains("back acme.veo 1.0.0"), there.plugins.lock());
            there.plugins.export(archive);
        }
        try (House here = new House(home, STRICT)) {
            refusedHere(here, archive.toByteArray());
        }
    }

    @Test
    void theWayBackStartsNothingThatIsTrustedNoLonger() throws Exception {
        Maker acme = Maker.named("Acme");
        Maker bert = Maker.named("Bert");
        acme.into(home.resolve("conf/keys"), "acme.pem");
        bert.into(home.resolve("conf/keys"), "bert.pem");
        try (House house = new House(home, STRICT)) {
            house.plugins.perform(upload(Verb.INSTALL, acme.sign(made("1.0.0"))));
            assertEquals(
                    "DONE",
                    house.plugins
                            .perform(upload(Verb.UPGRADE, bert.sign(made("2.0.0"))))
                            .state());
            Files.delete(home.resolve("conf/keys/acme.pem"));
            try (Leased<VideoBackend> lease =
                    house.backends.named("acme.veo").orElseThrow().lease().orElseThrow()) {
                assertThrows(
                        PartnerFault.class,
                        () -> house.calls.run(lease, "render", b -> {
                            throw new IllegalStateException("bad");
                        }));
            }
            House.await(() -> house.plugins
                    .operations()
                    .get(0)
                    .sentence()
                    .contains("and cannot be taken back: acme.veo@1.0.0: It is signed by CN=Acme"));
            assertEquals("2.0.0", house.backends.named("acme.veo").orElseThrow().version());
        }
    }
}
