package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The promises P11 and P12: what an operator runs when something is wrong. */
final class Upkeep {
    private static final String SECRET = "hunter2-never-shown";
    private static final String PROMPT = "a heron that only P12 knows";

    private final Platform platform;

    Upkeep(Platform platform) {
        this.platform = platform;
    }

    /** Three mistakes, nothing running on that folder. */
    void checked() throws Exception {
        Path conf = Files.createTempDirectory("mutoscope-accept-check-");
        Files.writeString(conf.resolve("org.mutoscope.jobs.cfg"), "queue.bond = 7\nattempts = 99\n");
        Files.writeString(conf.resolve("org.mutoscope.rest.cfg"), "burst.requests = ${file:/does/not/exist}\n");
        Cli.Ran ran = new Cli(platform).run("config", "check", "--conf", conf.toString());
        equal(1, ran.exit(), "exit code of config check, which said " + ran.out());
        for (String said : List.of(
                "C301 " + conf.resolve("org.mutoscope.jobs.cfg")
                        + " line 1: unknown key 'queue.bond', did you mean 'queue.bound'?",
                "C303 " + conf.resolve("org.mutoscope.jobs.cfg") + " line 2: 'attempts' must be 1 to 20, not '99'",
                "C401 " + conf.resolve("org.mutoscope.rest.cfg")
                        + " line 1: 'burst.requests': the file /does/not/exist cannot be read")) {
            check(ran.out().contains(said), said + " is not in " + ran.out());
        }
        equal(0, new Cli(platform).run("config", "check").exit(), "exit code for the files of the distribution");
    }

    /** A secret by reference, one written down, keys, a prompt: all known to the platform, none in the bundle. */
    void supported() throws Exception {
        Path conf = Files.createTempDirectory("mutoscope-accept-support-");
        Path file = Files.writeString(conf.resolve("secret"), SECRET + "-in-a-file\n");
        Files.writeString(
                conf.resolve("com.example.later.cfg"),
                "password = " + SECRET + "\nother = ${file:" + file + "}\naddress = https://me:" + SECRET + "@host/\n");
        Http account = platform.account("P12", 1000);
        JsonNode order = account.pattern(PROMPT, Map.of("frames", "1"));
        account.awaitClip(order.path("id").asText());
        new Http(platform.url(), account.key + "x").get("/v1/videos");

        Path zip = conf.resolve("support.zip");
        Cli.Ran ran = new Cli(platform).run("support-bundle", "--conf", conf.toString(), "--out", zip.toString());
        equal(0, ran.exit(), "exit code of support-bundle, which said " + ran.out());
        String all = text(zip);
        String admin = Files.readString(platform.data.resolve("admin.key")).strip();
        for (String secret : List.of(SECRET, PROMPT, account.key, admin)) {
            check(!all.contains(secret), "the bundle holds " + secret);
        }
        for (String kept : List.of("doctor.json", "mutoscope_attempts_total", "password = (text,", "other = ${file:")) {
            check(all.contains(kept), "the bundle does not hold " + kept);
        }
    }

    private static String text(Path zip) throws IOException {
        List<String> all = new ArrayList<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                try (InputStream in = file.getInputStream(entry)) {
                    all.add(entry.getName() + "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return String.join("\n", all);
    }
}
