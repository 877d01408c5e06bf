package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.paper.Courier;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Papers;
import org.mutoscope.paper.Product;
import org.mutoscope.paper.Shop;

/** A paper App Store beside a platform that trusts it, and people who buy there. */
final class PaperTown implements AutoCloseable {
    static final Product PACK = Product.pack("pack100", 4000);
    static final Product MONTH = Product.plan("standard.month", 20000);

    /** The education plan for as long as a test has patience. */
    static final Product TERM = new Product("education.term", 1000, "USD", Optional.of(Duration.ofSeconds(15)));

    private static final String BILLING =
            "products = pack100:100:10, test.pack100:100:10, prod_paper:100:10\nplans = standard.month:standard, education.term:education, prod_month:standard, month:standard\nretry.seconds = 1\n";

    final PaperStore store;
    private final Shop.App app = new Shop.App("paper.accept", 1);
    private final Path papers;

    PaperTown() throws IOException {
        store = new PaperStore(app, 0);
        papers = Files.createTempDirectory("mutoscope-paper-");
        Papers.write(store, app, papers);
    }

    /** Configuration of a platform that takes this store's money. */
    Map<String, String> settings() throws IOException {
        return Map.of(
                Papers.CONFIGURATION,
                Files.readString(papers.resolve(Papers.CONFIGURATION)),
                "org.mutoscope.billing.cfg",
                BILLING);
    }

    /** Sends notices to the platform from now on, some of them twice and all in any order. */
    void deliverTo(Platform platform) {
        deliverTo(platform, new Courier.Manners(7, 0, 50, Duration.ofMillis(200), Duration.ofSeconds(1)));
    }

    void deliverTo(Platform platform, Courier.Manners manners) {
        store.deliver(URI.create(platform.url() + "/api/v1/billing/appstore/notices"), manners);
    }

    /** Buys a pack for an account. @return the transaction's id */
    String buy(Http account) throws Exception {
        return store.shop().buy(Order.of(PACK, token(account)));
    }

    static String token(Http account) throws Exception {
        return account.get("/api/v1/billing/token").json().path("token").asText();
    }

    static Http.Answer post(Http account, String provider, String proof) throws Exception {
        return account.post("/api/v1/purchases", Map.of("provider", provider, "proof", proof));
    }

    /** Posts the proof of a transaction. */
    JsonNode redeem(Http account, String id) throws Exception {
        return post(account, "appstore", store.shop().signed(id)).json();
    }

    void refund(String id) {
        store.shop().refund(id, Optional.empty());
    }

    @Override
    public void close() {
        store.close();
    }
}
