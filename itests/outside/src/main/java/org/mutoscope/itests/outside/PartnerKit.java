package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The promise B10: a partner who follows write-a-billing-provider.md literally, command by command, has a bundle that passes the test kit and bills
 * real credits; B11 and P9: what a partner does wrong, the kit finds; K1, K2 and P8, the same as B10 for
 * backends and licensing policies.
 */
public final class PartnerKit {
    private static final Duration MOST = Duration.ofMinutes(5);

    private final Page page = Page.read("extend/write-a-billing-provider.md");
    private final Workshop workshop;
    private Http creator;

    private PartnerKit(Workshop workshop) throws Exception {
        this.workshop = workshop;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        promises.promise(
                "B10",
                "the page for partners, followed literally: generate, build, test kit, deploy, buy, upgrade, remove",
                () -> {
                    try (Workshop workshop = new Workshop()) {
                        new PartnerKit(workshop).run();
                    }
                });
        promises.promise(
                "B11",
                "a provider that does one thing wrong fails the contract about it, each by its name",
                () -> wrong("extend/write-a-billing-provider.md", "vouchers", BadPartner.Kind.PROVIDER));
        promises.promise(
                "P9",
                "a backend that does one thing wrong fails the contract about it, each by its name",
                () -> wrong("extend/write-a-backend.md", "bars", BadPartner.Kind.BACKEND));
        backend(promises);
        promises.promise(
                "K2",
                "the page for licensing policies, followed literally: generate, build, test kit, deploy, decide,"
                        + " remove",
                () -> {
                    try (Workshop workshop = new Workshop()) {
                        new PartnerPolicy(workshop).run();
                    }
                });
        System.exit(promises.end());
    }

    private static void backend(Promises promises) {
        Duration[] took = new Duration[1];
        Promises.Check page = () -> {
            try (Workshop workshop = new Workshop()) {
                took[0] = new PartnerBackend(workshop).run();
            }
        };
        promises.promise(
                List.of("K1", "P8"),
                "the page for backends, followed literally: generate, build, test kit, sign, deploy, a clip, upgrade, back,"
                        + " remove",
                page);
        promises.promise("P8", "and that in less than five minutes", () -> {
            check(took[0] != null, "it did not come to its end");
            System.out.println("      " + took[0].toSeconds() + " s from the archetype to the removal");
            check(took[0].compareTo(MOST) < 0, "it took " + took[0].toSeconds() + " s");
        });
    }

    private static void wrong(String page, String folder, BadPartner.Kind kind) throws Exception {
        try (Workshop workshop = new Workshop()) {
            List<String> commands = Page.read(page).blocks("sh");
            workshop.shell(workshop.folder(""), commands.get(0));
            BadPartner partner = new BadPartner(workshop.folder(folder), kind);
            partner.prepare();
            String said = workshop.run(workshop.folder(folder), commands.get(1), 1);
            check(
                    said.contains("There are test failures"),
                    "the build did not fail for the contracts: " + Workshop.end(said));
            partner.judge();
        }
    }

    private void run() throws Exception {
        String settings = page.blocks("properties").get(0);
        try (Platform platform = new Platform(Map.of(page.configurationFile(), settings)).start()) {
            creator = platform.account("partner's customer", 0);
            workshop.set("DATA", platform.data.toString())
                    .set("MUTOSCOPE_URL", platform.url())
                    .set("CREATOR_KEY", creator.key);
            follow(page.blocks("sh"));
            workshop.complete();
        }
    }

    private void follow(List<String> blocks) throws Exception {
        equal(6, blocks.size(), "blocks of commands on the page");
        Path project = workshop.folder("vouchers");
        workshop.shell(workshop.folder(""), blocks.get(0));
        equal(
                page.blocks("java").get(0),
                Files.readString(project.resolve("src/main/java/com/acme/vouchers/VoucherProvider.java")),
                "the code on the page and the generated");
        String tested = workshop.shell(project, blocks.get(1));
        check(
                tested.contains(" 0 failed, ") && tested.contains("leavesNoClassLoader                passed"),
                "the test kit said " + tested);
        String installed = workshop.shell(project, blocks.get(2));
        check(installed.contains("com.acme.vouchers 1.0.0 ACTIVE: It serves billing acme."), installed);
        check(
                installed.contains("Test kit: mutoscope-tck 0.1.0, billing, ") && !installed.contains("changed since"),
                installed);
        long before = creator.available();
        workshop.shell(project, blocks.get(3));
        equal(before + 100, creator.available(), "credits after the purchase");
        check(
                workshop.shell(project, blocks.get(4)).contains("com.acme.vouchers@1.1.0: It serves"),
                "the newer version does not serve");
        workshop.shell(project, blocks.get(3));
        equal(before + 100, creator.available(), "credits after the same voucher at the newer version");
        workshop.shell(project, blocks.get(5));
        Http.Answer gone = creator.post("/api/v1/purchases", Map.of("provider", "acme", "proof", "production/V-2/0"));
        equal("provider_not_found", gone.error(), "error when the bundle is gone");
        equal(before + 100, creator.available(), "credits without the bundle");
    }
}
