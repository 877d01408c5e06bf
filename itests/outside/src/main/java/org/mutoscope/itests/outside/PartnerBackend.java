package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The promises K1 and P8: a partner who follows write-a-backend.md literally, command by command, has a bundle that passes the test kit, is signed, makes clips, is upgraded, taken back and removed. */
final class PartnerBackend {
    private final Page page = Page.read("extend/write-a-backend.md");
    private final Workshop workshop;
    private final Path project;

    PartnerBackend(Workshop workshop) throws Exception {
        this.workshop = workshop;
        this.project = workshop.folder("bars");
    }

    /** @return how long the partner took; the platform was there already */
    Duration run() throws Exception {
        try (Platform platform = new Platform(Map.of()).start()) {
            Instant begin = Instant.now();
            workshop.set("DATA", platform.data.toString());
            Http operator = platform.account("partner's customer", 0);
            follow(page.blocks("sh"), operator);
            workshop.complete();
            return Duration.between(begin, Instant.now());
        }
    }

    private void follow(List<String> blocks, Http anybody) throws Exception {
        equal(7, blocks.size(), "blocks of commands on the page");
        workshop.shell(workshop.folder(""), blocks.get(0));
        equal(
                page.blocks("java").get(0),
                Files.readString(project.resolve("src/main/java/com/acme/bars/BarsBackend.java")),
                "the code on the page and the generated");
        String tested = workshop.shell(project, blocks.get(1));
        check(
                tested.contains(" 0 failed, ") && tested.contains("leavesNoClassLoader                passed"),
                "the test kit said " + Workshop.end(tested));
        sign("target/bars-1.0.0.jar");
        String installed = workshop.shell(project, blocks.get(2));
        check(installed.contains("com.acme.bars 1.0.0 ACTIVE: It serves backend acme-bars."), installed);
        check(
                installed.contains("Test kit: mutoscope-tck 0.1.0, backend, ") && !installed.contains("changed since"),
                installed);
        clip(blocks.get(3));
        check(
                workshop.shell(project, blocks.get(4)).contains("com.acme.bars@1.1.0: It serves"),
                "the newer version does not serve");
        clip(blocks.get(3));
        check(
                workshop.shell(project, blocks.get(5)).contains("com.acme.bars@1.0.0: It serves"),
                "the older version does not serve again");
        clip(blocks.get(3));
        workshop.shell(project, blocks.get(6));
        Http.Answer gone = anybody.post(
                "/v1/videos", Map.of("model", "acme-bars-1", "prompt", "bars", "size", "128x128", "seconds", "1"));
        check(gone.status() >= 400, "the model of a bundle that was removed is still taken: " + gone);
    }

    /** With a key of the partner's own and the tools of the JDK; the plan tells of it. */
    private void sign(String jar) throws Exception {
        workshop.set("JDK", System.getProperty("java.home") + "/bin").set("ACME_STOREPASS", "of this test");
        workshop.shell(
                project,
                "\"$JDK/keytool\" -genkeypair -alias acme -keyalg EC -groupname secp256r1 -dname 'CN=Acme Pictures'"
                        + " -ext EKU=codeSigning -keystore acme.p12 -storetype PKCS12 -storepass:env ACME_STOREPASS\n"
                        + "\"$JDK/jarsigner\" -keystore acme.p12 -storepass:env ACME_STOREPASS " + jar + " acme\n");
        String plan = workshop.shell(project, "mutoscope plugin install " + jar + " --dry-run --data \"$DATA\"");
        check(plan.contains("signature") && !plan.contains("It is not signed"), plan);
    }

    /** Runs the commands; they must leave one clip more. */
    private void clip(String commands) throws Exception {
        List<Path> before = clips();
        String said = workshop.shell(project, commands);
        List<Path> made =
                clips().stream().filter(file -> !before.contains(file)).toList();
        equal(1, made.size(), "clips that " + commands + "left; it said " + said);
        byte[] start = Arrays.copyOfRange(Files.readAllBytes(made.get(0)), 4, 8);
        equal("ftyp", new String(start, StandardCharsets.US_ASCII), "the beginning of an MP4 file");
    }

    private List<Path> clips() throws Exception {
        try (Stream<Path> files = Files.list(project)) {
            return files.filter(file -> file.toString().endsWith(".mp4")).toList();
        }
    }
}
