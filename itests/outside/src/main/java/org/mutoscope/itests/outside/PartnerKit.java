package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The promise B10: a partner who follows write-a-billing-provider.md literally, command by command, has a bundle that passes the test kit and bills
 * real credits; and B11: what a partner does wrong, the kit finds. Maven's repository of this machine is only read; what is fetched goes to {@code target/it-m2}.
 */
public final class PartnerKit {
    private static final Path FETCHED =
            Platform.TOP.resolve("itests/outside/target/it-m2").toAbsolutePath();
    private static final Path COMPLETE = FETCHED.resolve(".complete");

    private final Page page;
    private final Path place;
    private Platform platform;
    private Http creator;

    private PartnerKit(Page page, Path place) {
        this.page = page;
        this.place = place;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        promises.promise(
                "B10",
                "the page for partners, followed literally: generate, build, test kit, deploy, buy, upgrade, remove",
                () -> {
                    Path place = Files.createTempDirectory("mutoscope-partner-");
                    new PartnerKit(Page.read("extend/write-a-billing-provider.md"), place).run();
                    delete(place);
                });
        promises.promise(
                "B11", "a provider that does one thing wrong fails the contract about it, each by its name", () -> {
                    Path place = Files.createTempDirectory("mutoscope-partner-");
                    new PartnerKit(Page.read("extend/write-a-billing-provider.md"), place).wrong();
                    delete(place);
                });
        System.exit(promises.end());
    }

    private void wrong() throws Exception {
        tools();
        shell(place, page.blocks("sh").get(0));
        BadPartner partner = new BadPartner(place.resolve("vouchers"));
        int contracts = partner.prepare();
        check(contracts > 0, "no fault is known");
        String said = run(place.resolve("vouchers"), page.blocks("sh").get(1), 1);
        check(said.contains("There are test failures"), "the build did not fail for the contracts: " + end(said));
        partner.judge();
    }

    private void run() throws Exception {
        tools();
        String settings = page.blocks("properties").get(0);
        platform = new Platform(Map.of(page.configurationFile(), settings)).start();
        try {
            creator = platform.account("partner's customer", 0);
            follow(page.blocks("sh"));
            Files.writeString(COMPLETE, "");
        } finally {
            platform.close();
        }
    }

    private void tools() throws IOException {
        delete(FETCHED.resolve("org/mutoscope")); // what an earlier build offered
        command(
                "mvn",
                "#!/bin/sh\nexec '" + Platform.TOP.toAbsolutePath().normalize().resolve("mvnw")
                        + "' -Dmaven.repo.local='" + FETCHED
                        + "' -Dmaven.repo.local.tail='" + Path.of(System.getProperty("user.home"), ".m2/repository")
                        + "' "
                        + (Files.exists(COMPLETE) ? "-o -Daether.offline.protocols=file " : "") + "\"$@\"\n");
        command(
                "mutoscope",
                "#!/bin/sh\nexec '" + Platform.HOME.toAbsolutePath().resolve("bin/mutoscope") + "' \"$@\"\n");
    }

    private void command(String name, String script) throws IOException {
        Path file = Files.createDirectories(place.resolve("bin")).resolve(name);
        Files.writeString(file, script);
        check(file.toFile().setExecutable(true), "cannot make " + name + " executable");
    }

    private void follow(List<String> blocks) throws Exception {
        equal(6, blocks.size(), "blocks of commands on the page");
        Path project = place.resolve("vouchers");
        shell(place, blocks.get(0));
        equal(
                page.blocks("java").get(0),
                Files.readString(project.resolve("src/main/java/com/acme/vouchers/VoucherProvider.java")),
                "the code on the page and the generated");
        String tested = shell(project, blocks.get(1));
        check(
                tested.contains(" 0 failed, ") && tested.contains("leavesNoClassLoader                passed"),
                "the test kit said " + tested);
        String installed = shell(project, blocks.get(2));
        check(installed.contains("com.acme.vouchers 1.0.0 ACTIVE: It serves billing acme."), installed);
        check(
                installed.contains("Test kit: mutoscope-tck 0.1.0, billing, ") && !installed.contains("changed since"),
                installed);
        long before = creator.available();
        shell(project, blocks.get(3));
        equal(before + 100, creator.available(), "credits after the purchase");
        check(
                shell(project, blocks.get(4)).contains("com.acme.vouchers 1.1.0 ACTIVE"),
                "the newer version does not serve");
        shell(project, blocks.get(3));
        equal(before + 100, creator.available(), "credits after the same voucher at the newer version");
        shell(project, blocks.get(5));
        Http.Answer gone = creator.post("/api/v1/purchases", Map.of("provider", "acme", "proof", "production/V-2/0"));
        equal("provider_not_found", gone.error(), "error when the bundle is gone");
        equal(before + 100, creator.available(), "credits without the bundle");
    }

    private String shell(Path folder, String commands) throws Exception {
        return run(folder, commands, 0);
    }

    /** @param exit the exit code that is expected */
    private String run(Path folder, String commands, int exit) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", place.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        environment.put(
                "MUTOSCOPE_HOME", Platform.HOME.toAbsolutePath().normalize().toString());
        if (platform != null) {
            environment.put("DATA", platform.data.toString());
            environment.put("MUTOSCOPE_URL", platform.url());
            environment.put("CREATOR_KEY", creator.key);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        equal(exit, process.waitFor(), "exit code of\n" + commands + "it said\n" + end(said) + "\nexit code");
        return said;
    }

    private static String end(String said) {
        return said.substring(Math.max(0, said.length() - 4000));
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
