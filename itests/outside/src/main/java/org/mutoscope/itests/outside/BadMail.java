package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.paper.Courier;
import org.mutoscope.paper.Shop;

/** The part of B4 that is about notices: lost, late, twice and mixed up; and the question before a refund. */
final class BadMail {
    private static final int ACCOUNTS = 12;

    private final Platform platform;
    private final PaperTown town;

    BadMail(Platform platform, PaperTown town) {
        this.platform = platform;
        this.town = town;
    }

    /** @param seed of what is lost and when the rest comes */
    void run(long seed) throws Exception {
        town.deliverTo(platform, new Courier.Manners(seed, 40, 50, Duration.ofMillis(500), Duration.ofSeconds(1)));
        try {
            lost();
        } finally {
            town.deliverTo(platform);
        }
        asked();
    }

    /** Whatever got lost, asking the store about an account's purchases ends in what the store has. */
    private void lost() throws Exception {
        Shop shop = town.store.shop();
        List<Http> buyers = new ArrayList<>();
        for (int n = 0; n < ACCOUNTS; n++) {
            Http buyer = platform.account("B4 mail " + n, 0);
            String id = town.buy(buyer);
            PaperTown.post(buyer, "appstore", shop.signed(id)).ok();
            if (n % 4 > 0) {
                shop.refund(id, Optional.empty());
            }
            if (n % 4 > 1) {
                shop.reverse(id);
            }
            if (n % 4 > 2) {
                shop.refund(id, Optional.of(25_000));
            }
            buyers.add(buyer);
        }
        for (int n = 0; n < ACCOUNTS; n++) {
            String id = buyers.get(n)
                    .get("/api/v1/account/plan")
                    .json()
                    .path("account_id")
                    .asText();
            platform.admin()
                    .post("/api/v1/billing/reconciliation", Map.of("account_id", id))
                    .ok();
        }
        long[] left = {Billing.PACK, 0, Billing.PACK, 75};
        for (int n = 0; n < ACCOUNTS; n++) {
            Billing.awaitCredits(buyers.get(n), Billing.FREE + left[n % 4], 0);
        }
    }

    /** Before a refund the store asks how much was used: frozen meanwhile, answered with the buyer's consent only. */
    private void asked() throws Exception {
        Http buyer = platform.account("B4 asked", 0);
        String id = town.buy(buyer);
        Billing.awaitCredits(buyer, Billing.FREE + Billing.PACK, 0);
        Billing.spend(buyer, Billing.FREE + 30);
        town.store.shop().tell(id, "CONSUMPTION_REQUEST", "");
        await(
                Duration.ofSeconds(60),
                "what is left of the pack freezes",
                () -> Billing.number(buyer, "available") == 0);
        equal("", town.store.shop().consumption(id), "answer about a buyer who did not consent");
        buyer.put("/api/v1/billing/consent", Map.of("refund_answers", "true")).ok();
        await(
                Duration.ofSeconds(60),
                "the store is answered",
                () -> !town.store.shop().consumption(id).isEmpty());
        String answer = town.store.shop().consumption(id);
        check(answer.contains("30000") && answer.contains("GRANT_PRORATED"), "the answer was " + answer);
        town.store.shop().tell(id, "REFUND_DECLINED", "");
        Billing.awaitCredits(buyer, 70, 0);
    }
}
