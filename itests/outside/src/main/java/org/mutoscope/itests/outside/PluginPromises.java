package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The promises P1 to P7 and P10 to P12: plugins that an operator trusts. Arguments name those to check; without, all. */
public final class PluginPromises {
    private static final Map<String, String> CONF = Map.of(
            "org.mutoscope.pipeline.cfg",
            "profile = raw\n",
            "org.mutoscope.rest.cfg",
            "requests.per.minute = 0\n",
            "org.mutoscope.jobs.cfg", // on a slow machine a job meets the bad version more than once
            "attempts = 20\n",
            "org.mutoscope.plugins.cfg",
            "appear.milliseconds = 6000\nsettle.milliseconds = 500\nstart.seconds = 12\n",
            "org.mutoscope.billing.cfg",
            Customers.PRODUCTS);
    private static final String PATTERN = "org.mutoscope.itests.pattern";
    private static final String CHANGES = "/api/v1/admin/plugin-changes";
    private static final Duration LONG = Duration.ofSeconds(90);

    private final Promises promises;
    private Platform platform;
    private Http admin;

    private PluginPromises(Promises promises) {
        this.promises = promises;
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        new PluginPromises(promises).run();
        System.exit(promises.end());
    }

    private void run() throws Exception {
        platform = new Platform(CONF);
        platform.drop("codec-1.0.0.jar");
        try (Platform running = platform.start()) {
            admin = running.admin();
            promises.promise("P5", "what a plan says is what happens, for each verb", this::asPlanned);
            BadVersions bad = new BadVersions(running);
            promises.promise(
                    "P3",
                    "an upgrade whose first job throws is taken back by itself under clients, jobs intact",
                    bad::throwsAtOnce);
            promises.promise(
                    "P3",
                    "so is one that goes well at first and later fails more than 30 % of its jobs",
                    bad::failsLater);
            promises.promise("P3", "an upgrade that hangs in its start leaves the old one serving", bad::hangs);
            promises.promise("P3", "an upgrade that does not come up leaves the old one serving", bad::doesNotComeUp);
            promises.promise(
                    "P4", "every bad jar gets its sentence and what to do; the platform serves on", this::badJars);
            exchanged(running);
            promises.promise(
                    "P10",
                    "figures, traces and health tell a planted fault, each in its way",
                    new PlantedFaults(running)::told);
            Upkeep upkeep = new Upkeep(running);
            promises.promise("P11", "config check names three planted mistakes at once", upkeep::checked);
            promises.promise("P12", "a support bundle holds no key, secret or prompt", upkeep::supported);
            promises.promise("P6", "unsigned and tampered bundles obey the policy", () -> new SignedPlugins()
                    .obeyed(platform, CONF));
            promises.promise("P7", "lock exported here, applied there: the same bundles, offline", this::lock);
        }
    }

    private void exchanged(Platform running) throws Exception {
        if (!promises.wants("P1") && !promises.wants("P2")) {
            return;
        }
        try (RandomChanges changes = new RandomChanges(running)) {
            promises.promise(
                    "P1",
                    "backend, billing and policy exchanged at random: class loaders and heap as before",
                    changes::changed);
            promises.promise(
                    "P2", "from the file in deploy/ to its first job; without a backend in an upgrade", changes::timed);
            promises.promise("P1", "no failed request, no lost or repeated job, no wrong charge", changes::judged);
        }
    }

    /** The lock without the ways by which bundles came: there all came with the archive. */
    private static String locked(Platform where) throws IOException {
        return Files.readString(where.data.resolve("plugins.lock")).replaceAll("(?m)( [0-9a-f]{64})/[a-z]+", "$1");
    }

    private static byte[] bundle(String name) throws IOException {
        return Files.readAllBytes(Platform.BUNDLES.resolve(name));
    }

    private Http.Answer change(String verb, String name, byte[] content, String more) throws Exception {
        String path = CHANGES + "?verb=" + verb + "&name=" + name + more;
        return content == null ? admin.post(path, Map.of()) : admin.upload(path, content);
    }

    private void asPlanned() throws Exception {
        asPlanned("install", "pattern-1.0.0.jar", bundle("pattern-1.0.0.jar"), "START 1.0.0");
        asPlanned("upgrade", "pattern-2.0.0.jar", bundle("pattern-2.0.0.jar"), "START 2.0.0, STOP 1.0.0");
        asPlanned("rollback", PATTERN, null, "START 1.0.0, STOP 2.0.0");
        asPlanned("drain", PATTERN, null, "DRAIN 1.0.0");
        asPlanned("enable", PATTERN, null, "RESTART 1.0.0");
        asPlanned("disable", PATTERN, null, "STOP 1.0.0");
        asPlanned("enable", PATTERN, null, "START 1.0.0");
        asPlanned("remove", PATTERN, null, "STOP 1.0.0");
        asPlanned("rollback", PATTERN, null, "START 1.0.0");
        Cli.Ran verified = new Cli(platform).run("plugin", "verify");
        equal(0, verified.exit(), "exit code of plugin verify, which said " + verified.out());
    }

    private void asPlanned(String verb, String name, byte[] content, String expected) throws Exception {
        String before =
                admin.get("/api/v1/admin/plugin-lock").json().path("lock").asText();
        JsonNode plan = change(verb, name, content, "&dry_run=true").json();
        equal(before, admin.get("/api/v1/admin/plugin-lock").json().path("lock").asText(), "lock after a plan");
        JsonNode done = change(verb, name, content, "&drain_seconds=30").json();
        equal(
                "DONE",
                done.path("state").asText(),
                verb + ": " + done.path("sentence").asText());
        equal(expected, words(plan.path("steps")), "steps planned for " + verb);
        equal(
                new TreeSet<>(List.of(expected.split(", "))),
                new TreeSet<>(List.of(words(done.path("happened")).split(", "))),
                "what happened by " + verb);
    }

    private static String words(JsonNode steps) {
        List<String> words = new ArrayList<>();
        steps.forEach(step -> words.add(
                step.path("what").asText() + " " + step.path("bundle").asText().replace(PATTERN + "@", "")));
        return String.join(", ", words);
    }

    private void badJars() throws Exception {
        Path deploy = platform.data.resolve("deploy");
        byte[] whole = bundle("blank-1.0.0.jar");
        Map<String, String> sentences = new LinkedHashMap<>();
        Files.write(deploy.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        sentences.put("half.jar", "It is not a complete jar");
        bad("nameless", "Bundle-SymbolicName", null).drop(deploy, "nameless.jar");
        sentences.put("nameless.jar", "It has no Bundle-SymbolicName");
        bad("fragment", "Fragment-Host", "org.mutoscope.api").drop(deploy, "fragment.jar");
        sentences.put("fragment.jar", "It is a fragment");
        bad("twin", "Bundle-Version", "1.0.0")
                .header("Bundle-SymbolicName", PATTERN)
                .drop(deploy, "twin.jar");
        sentences.put("twin.jar", "Another jar with the same name and version runs");
        for (int java : new int[] {25 + 4, 25 + 8}) { // newer than any that this runs on
            byte[] type = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (java + 44)};
            bad("java" + java, "X-Spoilt", "1").entry("a/B.class", type).drop(deploy, "java" + java + ".jar");
            sentences.put("java" + java + ".jar", "It was compiled for Java " + java);
        }
        bad("lacks", "Import-Package", "io.acme.http;version=\"[3,4)\"").drop(deploy, "lacks.jar");
        sentences.put("lacks.jar", "It needs package io.acme.http 3.0.0 up to below 4.0.0");
        bad("core", "Import-Package", "org.mutoscope.core.ledger")
                .header("Bundle-SymbolicName", "acme.core")
                .drop(deploy, "core.jar");
        sentences.put("core.jar", "It imports org.mutoscope.core");
        for (Map.Entry<String, String> bad : sentences.entrySet()) {
            await(LONG, bad.getKey() + " is decided on", () -> state(bad.getKey())
                    .equals("FAILED"));
            JsonNode why =
                    admin.get("/api/v1/admin/plugins/" + bad.getKey() + "/why").json();
            check(
                    why.path("sentence").asText().startsWith(bad.getValue())
                            && why.path("fix").isTextual(),
                    bad.getKey() + " was explained by " + why);
        }
        Cli.Ran told = new Cli(platform).run("plugin", "why", "lacks.jar", "--raw");
        check(
                told.out().contains("Fix: ") && told.out().contains("osgi.wiring.package"),
                "plugin why --raw said " + told.out());
        Http account = platform.account("P4", 0);
        account.awaitClip(
                account.pattern("P4", Map.of("frames", "1")).path("id").asText());
        for (String file : sentences.keySet()) {
            Files.delete(deploy.resolve(file));
        }
        await(LONG, "what was deleted is forgotten", () -> sentences.keySet().stream()
                .allMatch(f -> state(f).isEmpty()));
    }

    private static SpoiltJar bad(String name, String header, String value) throws IOException {
        return SpoiltJar.of(Platform.BUNDLES.resolve("blank-1.0.0.jar"))
                .header("Bundle-SymbolicName", "acme." + name)
                .header(header, value);
    }

    private String state(String name) {
        try {
            Http.Answer answer = admin.get("/api/v1/admin/plugins/" + name);
            return answer.status() == 404 ? "" : answer.json().path("state").asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void lock() throws Exception {
        Path zip = Files.createTempDirectory("mutoscope-lock-").resolve("plugins.zip");
        Cli.Ran exported = new Cli(platform).run("plugin", "lock", "--export", zip.toString());
        equal(0, exported.exit(), "exit code of the export, which said " + exported.out());
        Platform other = new Platform(CONF);
        Path store = Files.createDirectories(other.data.resolve("run/felix/bundle1/version0.0"));
        Files.write(store.resolve("bundle.jar"), new byte[] {1}); // what a crash may leave; each start begins anew
        Files.write(store.resolveSibling("bundle.info"), new byte[] {1});
        other.drop("codec-1.0.0.jar"); // without an encoder of its profile a platform does not become ready
        try (Platform second = other.start()) {
            Cli.Ran applied = new Cli(second).run("plugin", "apply", zip.toString());
            equal(0, applied.exit(), "exit code of apply, which said " + applied.out());
            equal(locked(platform), locked(second), "plugins.lock there");
            for (JsonNode here : admin.get("/api/v1/admin/plugins").json().path("data")) {
                JsonNode there = second.admin()
                        .get("/api/v1/admin/plugins/" + here.path("name").asText() + "@"
                                + here.path("version").asText())
                        .json();
                equal(here.path("sha256"), there.path("sha256"), "digest of " + here.path("name"));
                equal(here.path("state"), there.path("state"), "state of " + here.path("name"));
            }
        }
    }
}
