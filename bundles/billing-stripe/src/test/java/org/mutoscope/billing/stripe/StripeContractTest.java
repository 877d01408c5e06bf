package org.mutoscope.billing.stripe;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.billing.standins.Notice;
import org.mutoscope.billing.standins.StripeStandIn;
import org.mutoscope.tck.BillingContract;
import org.mutoscope.tck.BillingSpecimen;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.Reconfigured;
import org.mutoscope.tck.SentNotice;
import org.mutoscope.tck.StoreDouble;

/** Stripe's bundle keeps the contracts of a partner's provider, as class and as bundle. */
class StripeContractTest extends BillingContract {
    private StripeStandIn stripe;
    private StripeStandIn other;

    @AfterEach
    void close() {
        stripe.close();
        other.close();
    }

    @Override
    protected BillingSpecimen specimen(StoreDouble store) {
        stripe = new StripeStandIn(0);
        other = new StripeStandIn(0);
        store.passOn(URI.create(stripe.url()));
        return new Sessions(store.uri().toString());
    }

    private static SentNotice sent(Notice notice) {
        return new SentNotice(notice.headers(), notice.body());
    }

    private static Map<String, Object> values(String server) {
        return Map.of(
                "server",
                server,
                "key",
                StripeStandIn.KEY,
                "webhook_secrets",
                new String[] {StripeStandIn.SECRET},
                "test_key",
                StripeStandIn.TEST_KEY,
                "test_webhook_secrets",
                new String[] {StripeStandIn.TEST_SECRET});
    }

    private final class Sessions implements BillingSpecimen {
        private final String server;
        private final String session = stripe.open(true, "prod_pack100", 400, null);
        private final String foreign = stripe.open(false, "prod_pack100", 400, null);
        private final String refunded = stripe.buy("prod_pack100", 400, null);
        private final String plan = stripe.subscribe("prod_month", null, 30 * 86_400);
        private final List<SentNotice> notices = List.of(
                sent(stripe.pay(session, "complete")),
                sent(stripe.refund(stripe.payment(refunded), 400, "succeeded")),
                sent(stripe.renew(plan)));
        private final SentNotice unknown = sent(stripe.event("weather.changed", Map.of(), true));

        Sessions(String server) {
            this.server = server;
            stripe.pay(foreign, "complete");
        }

        @Override
        public BillingProvider provider() {
            return new StripeProvider(Settings.of(Configured.of(StripeConfig.class, values(server))));
        }

        @Override
        public String goodProof() {
            return session;
        }

        @Override
        public PurchaseFact goodFact() {
            return new PurchaseFact(
                    stripe.payment(session),
                    "production",
                    "prod_pack100",
                    1,
                    Optional.empty(),
                    400,
                    "USD",
                    0,
                    Instant.EPOCH);
        }

        @Override
        public List<String> forgedProofs() {
            return List.of(session + "0", foreign.replace("_test_", "_live_"), stripe.payment(session));
        }

        @Override
        public List<String> foreignProofs() {
            return List.of(foreign);
        }

        @Override
        public Map<String, String> secrets() {
            return Map.of("unused: the bundle's configuration has it", StripeStandIn.KEY);
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
            SentNotice good = notices.get(0);
            long now = System.currentTimeMillis() / 1000;
            return List.of(
                    new SentNotice(good.headers(), good.text().replace("evt_", "evt_x")),
                    sent(StripeStandIn.signed(good.text(), "whsec_somebodyelses0000000000", now)),
                    sent(StripeStandIn.signed(good.text(), StripeStandIn.SECRET, now - 86_400)));
        }

        @Override
        public Optional<SentNotice> unknownNotice() {
            return Optional.of(unknown);
        }

        @Override
        public List<String> pastPurchases() {
            return List.of(stripe.payment(session), stripe.payment(refunded), stripe.payment(plan));
        }

        @Override
        public Optional<String> subscription() {
            return Optional.of(stripe.subscription(plan));
        }

        @Override
        public Map<String, Map<String, Object>> configuration() {
            return Map.of(StripeConfig.PID, Configured.properties(values(server)));
        }

        @Override
        public Optional<Reconfigured> reconfigured() {
            for (int n = 0; n < 9; n++) { // the first stand-in's sessions, and here nobody paid for them
                other.open(true, "prod_pack100", 400, null);
            }
            return Optional.of(new Reconfigured(
                    Map.of(StripeConfig.PID, Configured.properties(values(other.url()))),
                    other.buy("prod_pack100", 400, null)));
        }
    }
}
