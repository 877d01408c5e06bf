package org.mutoscope.billing.googleplay;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.billing.standins.GoogleStandIn;
import org.mutoscope.billing.standins.Notice;
import org.mutoscope.tck.BillingContract;
import org.mutoscope.tck.BillingSpecimen;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.Reconfigured;
import org.mutoscope.tck.SentNotice;
import org.mutoscope.tck.StoreDouble;

/** Google Play's bundle keeps the contracts of a partner's provider, as class and as bundle. */
class GooglePlayContractTest extends BillingContract {
    private GoogleStandIn google;
    private GoogleStandIn other;

    @AfterEach
    void close() {
        google.close();
        other.close();
    }

    @Override
    protected BillingSpecimen specimen(StoreDouble store) {
        google = new GoogleStandIn(0);
        other = new GoogleStandIn(0);
        store.passOn(URI.create(google.url()));
        return new Purchases(store.uri().toString());
    }

    private static SentNotice sent(Notice notice) {
        return new SentNotice(notice.headers(), notice.body());
    }

    private static Map<String, Object> values(String server, String account) {
        return Map.of(
                "server",
                server,
                "package_name",
                GoogleStandIn.APP,
                "service_account",
                account,
                "push_audience",
                GoogleStandIn.AUDIENCE,
                "push_email",
                GoogleStandIn.PUSHER);
    }

    private static String id(String token) {
        return Notes.id(token);
    }

    private final class Purchases implements BillingSpecimen {
        private final Map<String, Object> values;
        private final String bought = google.sell("pack100", 1, "PURCHASED", null);
        private final String questioned = google.sell("pack100", 1, "PURCHASED", null);
        private final String voided = google.sell("pack100", 1, "PURCHASED", null);
        private final String foreign = google.sell("pack100", 1, "PURCHASED", null);
        private final String plan = google.plans().subscribe("month", null, 30 * 86_400);
        private final List<SentNotice> notices;
        private final SentNotice unknown;

        Purchases(String server) {
            values = values(server, google.serviceAccount());
            google.takeBack(voided, 0, true);
            google.twist(foreign, "testPurchaseContext", Map.of("fopType", "TEST"));
            notices = List.of(
                    sent(google.push(
                            "oneTimeProductNotification", Map.of("notificationType", 1, "purchaseToken", bought))),
                    sent(google.push(
                            "voidedPurchaseNotification",
                            Map.of("purchaseToken", voided, "productType", 2, "refundType", 1))),
                    sent(google.push(
                            "pendingRefundReviewNotification",
                            Map.of("purchaseToken", questioned, "orderId", "GPA.1", "pendingRefundToken", "ask-1"))),
                    sent(google.tellPlan(4, plan)));
            unknown = sent(google.push("weatherNotification", Map.of()));
        }

        @Override
        public BillingProvider provider() {
            return new GooglePlayProvider(Settings.of(Configured.of(GooglePlayConfig.class, values)));
        }

        @Override
        public String goodProof() {
            return bought;
        }

        @Override
        public PurchaseFact goodFact() {
            return new PurchaseFact(
                    id(bought), "production", "pack100", 1, Optional.empty(), 399, "USD", 0, Instant.EPOCH);
        }

        @Override
        public List<String> forgedProofs() {
            return List.of("invented-token-1", id(bought));
        }

        @Override
        public List<String> foreignProofs() {
            return List.of(foreign);
        }

        @Override
        public Map<String, String> secrets() {
            return Map.of(
                    "unused: the bundle's configuration has it",
                    google.serviceAccount().substring(100, 160));
        }

        @Override
        public String standInThreads() {
            return "stand-in";
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
            Map<String, Object> claims = GoogleStandIn.claims(GoogleStandIn.AUDIENCE, GoogleStandIn.PUSHER);
            return List.of(
                    sent(google.forged(GoogleStandIn.APP, claims, false)),
                    sent(google.forged("somebody.elses.app", claims, true)),
                    new SentNotice(Map.of(), notices.get(0).text()));
        }

        @Override
        public Optional<SentNotice> unknownNotice() {
            return Optional.of(unknown);
        }

        @Override
        public List<String> pastPurchases() {
            return List.of(id(voided));
        }

        @Override
        public Optional<String> questionedPurchase() {
            return Optional.of(id(questioned));
        }

        @Override
        public Optional<String> subscription() {
            return Optional.of(id(plan));
        }

        @Override
        public Map<String, Map<String, Object>> configuration() {
            return Map.of(GooglePlayConfig.PID, Configured.properties(values));
        }

        @Override
        public Optional<Reconfigured> reconfigured() {
            for (int n = 0; n < 9; n++) { // the first stand-in's tokens, and here nobody paid for them
                other.sell("pack100", 1, "PENDING", null);
            }
            String token = other.sell("pack100", 1, "PURCHASED", null);
            return Optional.of(new Reconfigured(
                    Map.of(GooglePlayConfig.PID, Configured.properties(values(other.url(), other.serviceAccount()))),
                    token));
        }
    }
}
