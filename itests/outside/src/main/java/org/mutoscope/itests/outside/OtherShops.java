package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The promise B7: what is sold by voucher, Stripe and Google Play is credited once, and nothing that is not signed as it should be. */
final class OtherShops {
    private static final int POSTS = 64;
    private static final String VOUCHERS = "org.mutoscope.billing.voucher.cfg";

    private final Platform platform;

    OtherShops(Platform platform) {
        this.platform = platform;
    }

    void run() throws Exception {
        vouchers();
        try (StandIn stripe = new StandIn("stripe", platform);
                StandIn google = new StandIn("googleplay", platform)) {
            platform.awaitProvider("stripe", true);
            platform.awaitProvider("googleplay", true);
            shop("stripe", stripe, List.of("secret", "stale", "tampered", "unsigned"));
            shop("googleplay", google, List.of("key", "audience", "sender", "unsigned"));
            plan("stripe", stripe, "cancel");
            plan("googleplay", google, "end");
        }
    }

    private void vouchers() throws Exception {
        Path secret = Files.createTempFile("mutoscope-voucher-", ".secret");
        Files.writeString(secret, "a secret of the operator, with more than 32 characters\n");
        platform.configure(VOUCHERS, "secret=${file:" + secret + "}\nproducts=pack100:400:USD\n");
        platform.awaitProvider("voucher", true);
        String code = code(secret);
        Http buyer = platform.account("B7 voucher", 0);
        crowd(buyer, "voucher", code);
        Billing.awaitCredits(buyer, Billing.FREE + Billing.PACK, 0);
        equal(1L, Billing.purchases(buyer), "lots of one voucher");
        Http second = platform.account("B7 voucher again", 0);
        refused(second, "voucher", code);
        Files.writeString(secret, "a secret of somebody else, with as many as 32 characters\n");
        refused(second, "voucher", code(secret));
        refused(second, "voucher", code.replace("pack100", "pack900"));
        equal(Billing.FREE, second.available(), "credits for spent and forged vouchers");
    }

    /** As the operator makes them. */
    private static String code(Path secret) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "java",
                        "-cp",
                        Platform.bundle("mutoscope-billing-voucher").toString(),
                        "org.mutoscope.billing.voucher.MakeVouchers",
                        "secret=" + secret,
                        "product=pack100",
                        "count=1",
                        "until=" + LocalDate.now(ZoneOffset.UTC).plusDays(30))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        equal(0, process.waitFor(), "exit code of MakeVouchers, which said " + said);
        return said;
    }

    private void shop(String name, StandIn shop, List<String> forgeries) throws Exception {
        Http buyer = platform.account("B7 " + name, 0);
        String account = "account=" + PaperTown.token(buyer);
        String sale = shop.ask("buy", account);
        crowd(buyer, name, sale);
        shop.ask("again", "times=5&seed=7");
        awaitRead();
        Billing.awaitCredits(buyer, Billing.FREE + Billing.PACK, 0);
        equal(1L, Billing.purchases(buyer), "lots of one sale of " + name);
        shop.ask("refund", "id=" + sale);
        shop.ask("again", "times=5&seed=11");
        awaitRead();
        Billing.awaitCredits(buyer, Billing.FREE, 0);
        forged(name, shop, forgeries);
    }

    /** A subscription is a plan with one lot for each paid period, until it is ended. */
    private void plan(String name, StandIn shop, String end) throws Exception {
        Http member = platform.account("B7 plan of " + name, 0);
        String sale = shop.ask("subscribe", "account=" + PaperTown.token(member));
        await(Duration.ofSeconds(60), "a plan bought from " + name, () -> Billing.plan(member)
                .equals("standard"));
        PaperTown.post(member, name, sale).ok();
        shop.ask("renew", "id=" + sale);
        shop.ask("again", "times=3&seed=13");
        awaitRead();
        equal(2L, Billing.lots(member, "plan"), "lots of two paid periods at " + name);
        shop.ask(end, "id=" + sale);
        await(Duration.ofSeconds(60), "the plan bought from " + name + " ends", () -> Billing.plan(member)
                .equals("free"));
    }

    private void forged(String name, StandIn shop, List<String> forgeries) throws Exception {
        Http victim = platform.account("B7 forged " + name, 0);
        refused(victim, name, "nonsense");
        shop.ask("quiet", "on=yes");
        String sale = shop.ask("buy", "account=" + PaperTown.token(victim));
        int before = refusals(name).size();
        for (String how : forgeries) {
            equal("200", shop.ask("forge", "how=" + how), "answer to a notice, read or not");
        }
        await(
                Duration.ofSeconds(60),
                forgeries.size() + " forged notices of " + name + " are refused",
                () -> refusals(name).size() == before + forgeries.size());
        for (String why : refusals(name)) {
            check(why.length() > 20, "no reason for the refusal of a notice: " + why);
        }
        equal(Billing.FREE, victim.available(), "credits for forged notices of " + name);
        shop.ask("quiet", "on=no");
        PaperTown.post(victim, name, sale).ok(); // the sale itself was good
        Billing.awaitCredits(victim, Billing.FREE + Billing.PACK, 0);
    }

    private static void refused(Http account, String provider, String proof) throws Exception {
        Http.Answer answer = PaperTown.post(account, provider, proof);
        equal("purchase_rejected", answer.error(), "code of a bad proof for " + provider);
        check(answer.body().at("/error/message").asText().length() > 20, "no reason for a bad proof for " + provider);
    }

    private static void crowd(Http account, String provider, String proof) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(POSTS);
        List<String> wrong = new ArrayList<>();
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            crowd.add(new Thread(() -> {
                while (left.getAndDecrement() > 0) {
                    try {
                        PaperTown.post(account, provider, proof).ok();
                    } catch (Exception | AssertionError e) {
                        synchronized (wrong) {
                            wrong.add(e.toString());
                        }
                    }
                }
            }));
        }
        crowd.forEach(Thread::start);
        for (Thread each : crowd) {
            each.join();
        }
        check(wrong.isEmpty(), "posts to " + provider + " that were not answered 200: " + wrong);
    }

    /** Waits until the platform has read all notices. */
    private void awaitRead() throws Exception {
        await(
                Duration.ofSeconds(60),
                "all notices are read",
                () -> notices("received").isEmpty() && notices("waiting").isEmpty());
    }

    private List<String> refusals(String provider) {
        List<String> notes = new ArrayList<>();
        for (JsonNode notice : notices("refused")) {
            if (notice.path("provider").asText().equals(provider)) {
                notes.add(notice.path("note").asText());
            }
        }
        return notes;
    }

    private JsonNode notices(String state) {
        try {
            return platform.admin()
                    .get("/api/v1/admin/billing/notices?limit=100&state=" + state)
                    .json()
                    .path("data");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
