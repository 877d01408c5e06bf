package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Reason;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Whatever is wrong with a bundle has one sentence, and what to do. */
@Timeout(120)
class WhyTest {
    /** What {@link Hanging} waits for, by way of the system properties: its class has another loader. */
    private static final String LET_GO = "mutoscope.test.let.go";

    @TempDir
    Path home;

    /** Long, but where a bundle is meant to hang: a slow machine is no hang. */
    private volatile int patience = 60;

    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House(home, new Settings() {
            @Override
            public int start_seconds() {
                return patience;
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        System.clearProperty(LET_GO);
        house.close();
    }

    /** Drops a jar, as by hand, and asks why it does not run. */
    private Reason why(String file, JarBuilder jar) throws Exception {
        jar.writeTo(house.deploy.resolve(file));
        return failed(file);
    }

    private Reason failed(String file) {
        House.await(() ->
                house.plugins.find(file).filter(p -> p.state().equals("FAILED")).isPresent());
        return house.plugins.why(file);
    }

    private static void says(Reason reason, String sentence, String fix) {
        assertEquals(sentence, reason.sentence());
        assertEquals(fix, reason.fix());
        assertFalse(reason.chain().isEmpty());
    }

    @Test
    void filesThatAreNoJars() throws Exception {
        byte[] whole =
                Files.readAllBytes(JarBuilder.backend("acme.veo", "1.0.0").writeTo(home.resolve("veo.jar")));
        Files.write(house.deploy.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        Files.createDirectory(house.deploy.resolve("folder.jar"));
        Files.createSymbolicLink(house.deploy.resolve("link.jar"), home.resolve("nowhere.jar"));
        says(failed("half.jar"), "It is not a complete jar: its end is missing or damaged.", "Copy it again.");
        says(failed("folder.jar"), "It is a folder and no jar.", "Build a jar of it.");
        says(failed("link.jar"), "It points to a file that is not there.", "Delete it, or bring that file back.");
    }

    @Test
    void jarsThatAreNoBundles() throws Exception {
        says(
                why("plain.jar", JarBuilder.bundle("x", "1").header("Bundle-SymbolicName", null)),
                "It has no Bundle-SymbolicName, so it is a plain jar and no OSGi bundle.",
                "Build it with bnd or with the partner parent POM.");
        says(
                why("fragment.jar", JarBuilder.bundle("x", "1").header("Fragment-Host", "y")),
                "It is a fragment, which cannot be started or removed alone.",
                "Put its content into a bundle.");
    }

    @Test
    void classesForANewerJava() throws Exception {
        int runs = Runtime.version().feature();
        for (int java : new int[] {runs + 4, runs + 8}) {
            byte[] type = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (java + 44)};
            says(
                    why(
                            "java" + java + ".jar",
                            JarBuilder.bundle("x" + java, "1").entry("a/B.class", type)),
                    "It was compiled for Java " + java + " and this platform runs on Java " + runs + ".",
                    "Compile it with --release 17, or run the platform on Java " + java + ".");
        }
    }

    @Test
    void whatIsThereAlready() throws Exception {
        house.change(Verb.INSTALL, "veo.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        says(
                why("same.jar", JarBuilder.backend("acme.veo", "1.0.0").entry("x", new byte[1])),
                "Another jar with the same name and version runs (veo.jar).",
                "Raise Bundle-Version, or remove that one first.");
        house.platform(JarBuilder.bundle("core.jobs", "1.0.0")
                .header("Import-Package", "org.mutoscope.core.none;resolution:=optional"));
        says(
                why("core.jar", JarBuilder.bundle("core.jobs", "2.0.0")),
                "core.jobs belongs to the platform's core, which is only replaced as a whole.",
                "Install a new version of Mutoscope.");
    }

    @Test
    void missingPackagesBundlesServicesAndNativeCode() throws Exception {
        Reason missing = why(
                "pkg.jar", JarBuilder.bundle("x", "1").header("Import-Package", "io.acme.http;version=\"[3.0,4)\""));
        says(
                missing,
                "It needs package io.acme.http 3.0.0 up to below 4.0.0, which no bundle here offers.",
                "Embed it in the bundle, or install one that exports it.");
        assertTrue(missing.raw().contains("osgi.wiring.package=io.acme.http"), missing.raw());
        says(
                why(
                        "api.jar",
                        JarBuilder.bundle("y", "1").header("Import-Package", "org.mutoscope.api.backend;version=2.0")),
                "It needs package org.mutoscope.api.backend 2.0.0 or later, and here it is 1.0.0 (bundle"
                        + " org.apache.felix.framework).",
                "Build it against this platform's API version.");
        says(
                why("base.jar", JarBuilder.bundle("z", "1").header("Require-Bundle", "com.acme.base")),
                "It needs bundle com.acme.base, which is not here.",
                "Install that bundle as well.");
        says(
                why(
                        "service.jar",
                        JarBuilder.bundle("s", "1")
                                .header(
                                        "Require-Capability",
                                        "osgi.service;filter:=\"(objectClass=io.acme.Codec)\";effective:=resolve")),
                "It needs a service io.acme.Codec, which no bundle here promises.",
                "Install a bundle that provides it.");
        Reason other = why(
                "native.jar",
                JarBuilder.bundle("n", "1").header("Bundle-NativeCode", "lib/a.dll;osname=AmigaOS;processor=m68k"));
        assertTrue(other.sentence().startsWith("Its native code is for other systems than this one"), other.sentence());
    }

    @Test
    void twoCopiesOfOnePackage() throws Exception {
        house.change(Verb.INSTALL, "a.jar", exporter("acme.a", "shared.thing;version=1.0"));
        house.change(Verb.INSTALL, "b.jar", exporter("acme.b", "shared.thing;version=2.0"));
        house.change(
                Verb.INSTALL,
                "c.jar",
                exporter("acme.c", "acme.c.api;version=1.0;uses:=\"shared.thing\"")
                        .header("Import-Package", "shared.thing;version=\"[2.0,3)\""));
        Reason conflict = why(
                "d.jar",
                JarBuilder.bundle("acme.d", "1")
                        .header("Import-Package", "acme.c.api,shared.thing;version=\"[1.0,2)\""));
        assertTrue(
                conflict.sentence()
                        .startsWith("It would get two different copies of package shared.thing, one from acme."),
                conflict.sentence());
        assertEquals("Import both from the same bundle, or embed them privately.", conflict.fix());
    }

    private static JarBuilder exporter(String name, String clause) {
        return JarBuilder.bundle(name, "1.0.0").header("Export-Package", clause);
    }

    @Test
    void twoThatNeedEachOther() throws Exception {
        exporter("acme.a", "acme.a.api").header("Import-Package", "acme.b.api").writeTo(house.deploy.resolve("a.jar"));
        exporter("acme.b", "acme.b.api").header("Import-Package", "acme.a.api").writeTo(house.deploy.resolve("b.jar"));
        failed("b.jar");
        Reason circle = failed("a.jar");
        assertEquals("It needs package acme.b.api, which no bundle here offers.", circle.sentence());
        assertEquals("Move what they share into a third bundle.", circle.fix());
        assertEquals(2, circle.chain().size(), "each of the two once");
    }

    @Test
    void theRootIsNamedAtTheEndOfAChain() throws Exception {
        exporter("acme.base", "acme.base.api")
                .header("Import-Package", "io.acme.http")
                .writeTo(house.deploy.resolve("base.jar"));
        failed("base.jar");
        Reason chain = why("user.jar", JarBuilder.bundle("acme.user", "1").header("Import-Package", "acme.base.api"));
        assertEquals(2, chain.chain().size());
        assertTrue(
                chain.chain().get(1).startsWith("acme.base@1.0.0: It needs package io.acme.http"),
                chain.chain().get(1));
    }

    @Test
    void anActivatorThatThrows() throws Exception {
        Reason thrown = why("throws.jar", JarBuilder.bundle("x", "1").header("Bundle-Activator", "no.Such"));
        assertTrue(
                thrown.sentence().startsWith("It stopped while starting: java.lang.ClassNotFoundException: no.Such"),
                thrown.sentence());
        assertEquals("See the log, mend the bundle and install it again.", thrown.fix());
    }

    @Test
    void aBundleThatHangsIsGivenUpAndTheOthersServe() throws Exception {
        house.change(Verb.INSTALL, "good.jar", JarBuilder.backend("acme.good", "1.0.0"));
        patience = 1;
        Operation hung = house.change(
                Verb.INSTALL,
                "hangs.jar",
                JarBuilder.bundle("acme.hangs", "1.0.0")
                        .header("Bundle-Activator", Hanging.class.getName())
                        .header("Import-Package", "org.osgi.framework")
                        .type(Hanging.class));
        assertEquals("FAILED", hung.state());
        assertTrue(hung.sentence().startsWith("It did not come back from its start within 1 s"), hung.sentence());
        assertTrue(house.backends.named("acme.good").isPresent());
        System.setProperty(LET_GO, "now");
        House.await(() -> Arrays.stream(house.framework.getBundleContext().getBundles())
                .noneMatch(b -> b.getSymbolicName().equals("acme.hangs")));
    }

    /** Does not come back from its start until it is told, and takes no interrupt for an answer. */
    public static final class Hanging implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            while (System.getProperty("mutoscope.test.let.go") == null) {
                Thread.onSpinWait();
                Thread.yield();
            }
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @Test
    void componentsThatWait() throws Exception {
        house.components();
        house.change(
                Verb.INSTALL,
                "config.jar",
                component("acme.config", "configuration-policy='require' configuration-pid='acme.veo'", ""));
        says(
                house.plugins.why("acme.config"),
                "Its component acme.config.Part waits for its configuration.",
                "Write conf/acme.veo.cfg.");
        String reference = "<reference name='codec' interface='io.acme.Codec' field='codec'/>";
        house.change(Verb.INSTALL, "waits.jar", component("acme.waits", "", reference));
        says(
                house.plugins.why("acme.waits"),
                "Its component acme.waits.Part waits for a service io.acme.Codec, which nobody offers now.",
                "Install or enable a bundle that offers it.");
        house.change(
                Verb.INSTALL,
                "codec.jar",
                component(
                        "acme.codec",
                        "configuration-policy='require'",
                        "<service><provide interface='io.acme.Codec'/></service>"));
        says(
                house.plugins.why("acme.waits"),
                "Its component acme.waits.Part waits for a service io.acme.Codec of acme.codec, whose component"
                        + " acme.codec.Part waits for its configuration.",
                "Write conf/acme.codec.Part.cfg.");
        assertNotNull(house.plugins.why("acme.waits").raw());
    }

    private static JarBuilder component(String name, String attributes, String inner) throws Exception {
        String xml = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='" + name + ".Part' "
                + attributes + "><implementation class='" + name + ".Part'/>" + inner + "</scr:component>";
        return JarBuilder.bundle(name, "1.0.0")
                .header("Service-Component", "OSGI-INF/part.xml")
                .entry("OSGI-INF/part.xml", xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatRunsAndServesNothing() throws Exception {
        house.change(Verb.INSTALL, "empty.jar", JarBuilder.bundle("acme.empty", "1.0.0"));
        assertTrue(house.plugins.why("acme.empty").sentence().startsWith("It runs and offers nothing"));
        JarBuilder nameless = JarBuilder.bundle("acme.nameless", "1.0.0")
                .header("Bundle-Activator", Nameless.class.getName())
                .header("Import-Package", "org.osgi.framework,org.mutoscope.api.backend,org.mutoscope.api.media")
                .type(Nameless.class)
                .type(BackendActivator.Nothing.class);
        Operation refused = house.change(Verb.INSTALL, "nameless.jar", nameless);
        assertEquals("FAILED", refused.state(), "nobody could use it");
        house.plugins.perform(new Plugins.Change(
                Verb.INSTALL, "nameless.jar", house.bytes(nameless), new Plugins.Manner(0, true, true)));
        says(
                house.plugins.why("acme.nameless"),
                "It offers a org.mutoscope.api.backend.VideoBackend without the property that names it, so it is left"
                        + " out.",
                "Set the constant ID of that interface, and register it again.");
    }

    /** Forgets the name. */
    public static final class Nameless implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            context.registerService(VideoBackend.class, new BackendActivator.Nothing(), null);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @Test
    void aBackendWhoseProbeFails() throws Exception {
        house.change(Verb.INSTALL, "veo.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        assertTrue(house.plugins.why("acme.veo").sentence().startsWith("All is well with acme.veo@1.0.0."));
        try (Leased<VideoBackend> lease =
                house.backends.named("acme.veo").orElseThrow().lease().orElseThrow()) {
            assertThrows(
                    PartnerFault.class,
                    () -> house.calls.run(lease, "capabilities", b -> {
                        throw new NoClassDefFoundError("io/acme/Gpu");
                    }));
        }
        says(
                house.plugins.why("acme.veo"),
                "It serves, but its capabilities failed: java.lang.NoClassDefFoundError: io/acme/Gpu.",
                "It gets no work until that is mended.");
    }

    @Test
    void whatWasSwitchedOffOrDrained() throws Exception {
        house.change(Verb.INSTALL, "veo.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        house.change(Verb.DRAIN, "acme.veo");
        says(
                house.plugins.why("acme.veo"),
                "It gets no more work, because it was drained.",
                "`mutoscope plugin enable` it.");
        house.change(Verb.DISABLE, "acme.veo");
        says(house.plugins.why("acme.veo"), "It is switched off.", "`mutoscope plugin enable` it.");
        assertEquals(
                Code.PLUGIN_NOT_FOUND,
                assertThrows(Problem.class, () -> house.plugins.why("acme.none"))
                        .code());
    }
}
