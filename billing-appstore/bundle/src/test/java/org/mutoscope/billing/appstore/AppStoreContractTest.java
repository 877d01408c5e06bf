package org.mutoscope.billing.appstore;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.paper.Jws;
import org.mutoscope.paper.Mint;
import org.mutoscope.paper.Notice;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.paper.Recipe;
import org.mutoscope.paper.Shop;
import org.mutoscope.tck.BillingContract;
import org.mutoscope.tck.BillingSpecimen;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.Reconfigured;
import org.mutoscope.tck.SentNotice;
import org.mutoscope.tck.StoreDouble;

/** The App Store's bundle keeps the contracts of a partner's provider, as class and as bundle. Its store is the paper App Store. */
class AppStoreContractTest extends BillingContract {
    private static final Product PACK = Product.pack("pack100", 4000);
    private static final Product PLAN = Product.plan("plan", 4000);

    @TempDir
    Path folder;

    private PaperStore paper;
    private PaperStore other;

    @AfterEach
    void close() {
        paper.close();
        other.close();
    }

    @Override
    protected BillingSpecimen specimen(StoreDouble store) throws Exception {
        paper = new PaperStore(ConfigOf.APP, 0);
        other = new PaperStore(ConfigOf.APP, 0);
        store.passOn(URI.create(paper.url()));
        Map<String, Object> values = new HashMap<>(ConfigOf.trusting(paper, paper.chain(), folder));
        values.put("paper_server", store.uri().toString());
        return new Sales(values, ConfigOf.trusting(other, other.chain(), folder));
    }

    private static SentNotice sent(Notice notice) {
        return new SentNotice(Map.of("content-type", "application/json"), notice.body());
    }

    private final class Sales implements BillingSpecimen {
        private final Map<String, Object> values;
        private final Map<String, Object> others;
        private final Shop shop = paper.shop();
        private final String bought = shop.buy(Order.of(PACK, null));
        private final String refunded = shop.buy(Order.of(PACK, null));
        private final String plan = shop.buy(Order.of(PLAN, null));
        private final String foreign = shop.buy(Order.of(PACK, null).sandbox());
        private final List<SentNotice> notices;

        Sales(Map<String, Object> values, Map<String, Object> others) {
            this.values = values;
            this.others = others;
            shop.refund(refunded, Optional.empty());
            shop.renew(plan, PLAN, "");
            shop.tell(bought, "CONSUMPTION_REQUEST", "");
            notices = shop.notices().stream().map(AppStoreContractTest::sent).toList();
        }

        @Override
        public BillingProvider provider() {
            return ConfigOf.provider(values);
        }

        @Override
        public String goodProof() {
            return shop.signed(bought);
        }

        @Override
        public PurchaseFact goodFact() {
            return new PurchaseFact(bought, "production", "pack100", 1, Optional.empty(), 400, "USD", 0, Instant.EPOCH);
        }

        @Override
        public List<String> forgedProofs() {
            String good = goodProof();
            int middle = good.lastIndexOf('.') + 20;
            char letter = good.charAt(middle) == 'A' ? 'B' : 'A';
            return List.of(
                    Jws.signed(Mint.mint(Recipe.good()), shop.transaction(bought)),
                    good.substring(0, middle) + letter + good.substring(middle + 1),
                    bought);
        }

        @Override
        public List<String> foreignProofs() {
            return List.of(shop.signed(foreign));
        }

        @Override
        public Map<String, String> secrets() {
            String line = paper.credentials().keyPem().split("\n")[1];
            return Map.of("unused: the bundle's configuration has it", line);
        }

        @Override
        public String standInThreads() {
            return "paper-store";
        }

        @Override
        public boolean asksStore() {
            return true;
        }

        @Override
        public List<SentNotice> notices() {
            return notices;
        }

        @Override
        public List<SentNotice> forgedNotices() {
            other.shop().buy(Order.of(PACK, null));
            return List.of(sent(other.shop().notices().get(0)));
        }

        @Override
        public Optional<SentNotice> unknownNotice() {
            shop.tell(bought, "WEATHER_REPORT", "");
            List<Notice> all = shop.notices();
            return Optional.of(sent(all.get(all.size() - 1)));
        }

        @Override
        public List<String> pastPurchases() {
            return List.of(bought, refunded, plan, foreign);
        }

        @Override
        public Optional<String> questionedPurchase() {
            return Optional.of(bought);
        }

        @Override
        public Optional<String> subscription() {
            return Optional.of(plan);
        }

        @Override
        public Map<String, Map<String, Object>> configuration() {
            return Map.of(AppStoreConfig.PID, Configured.properties(values));
        }

        @Override
        public Optional<Reconfigured> reconfigured() {
            String proof = other.shop().signed(other.shop().buy(Order.of(PACK, null)));
            return Optional.of(new Reconfigured(Map.of(AppStoreConfig.PID, Configured.properties(others)), proof));
        }
    }
}
