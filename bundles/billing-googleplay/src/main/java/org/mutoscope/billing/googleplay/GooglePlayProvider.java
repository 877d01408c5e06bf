package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.PurchaseProof;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.Subscriptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Google Play as a billing provider. Remembers an access token and Google's keys, nothing else. */
final class GooglePlayProvider implements BillingProvider, PurchaseHistory, RefundAnswers, Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(GooglePlayProvider.class);
    /** Google lists no more; a little less, because it refuses what is a second too old. */
    private static final Duration LOOK_BACK = Duration.ofDays(30).minusHours(1);

    private final Settings settings;
    private final Access access;
    private final PushTokens pushTokens;

    GooglePlayProvider(Settings settings) {
        this.settings = settings;
        this.access = new Access(settings);
        this.pushTokens = new PushTokens(settings);
    }

    static boolean isToken(String text) {
        return text.matches("[A-Za-z0-9._:~-]{8,2000}");
    }

    private Web web(BillingContext context) {
        return new Web(context.http(), settings.patience());
    }

    private PlayApi api(BillingContext context) {
        return new PlayApi(settings, access, web(context), context.clock().instant());
    }

    private Sales sales(BillingContext context) {
        return new Sales(api(context), new Notes(context), context.clock().instant());
    }

    private Subscribed subscribed(BillingContext context) {
        return new Subscribed(api(context), new Notes(context), context.clock().instant());
    }

    /** A token is a pack's or a subscription's, and does not say which. */
    private ProofOutcome of(String token, BillingContext context) throws InterruptedException {
        ProofOutcome once = sales(context).of(token);
        return once instanceof ProofOutcome.Rejected rejected && rejected.code().equals("not_found")
                ? subscribed(context).of(token).newest()
                : once;
    }

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) throws InterruptedException {
        String token = proof.content().strip();
        if (!isToken(token)) {
            return new ProofOutcome.Rejected(
                    "not_a_token",
                    "The proof is the purchase token that Google Play gave to the app (getPurchaseToken).");
        }
        try {
            return of(token, context);
        } catch (StoreSilent e) {
            return new ProofOutcome.Unknown(e.getMessage());
        }
    }

    @Override
    public ProofOutcome lookup(String purchaseId, BillingContext context) throws InterruptedException {
        if (Subscribed.isOrder(purchaseId)) {
            try {
                return subscribed(context).ofOrder(purchaseId);
            } catch (StoreSilent e) {
                return new ProofOutcome.Unknown(e.getMessage());
            }
        }
        Optional<String> token =
                purchaseId.matches("gp\\.[0-9a-f]{64}") ? new Notes(context).token(purchaseId) : Optional.empty();
        if (token.isEmpty()) {
            return new ProofOutcome.Rejected("not_found", "No such purchase of Google Play was seen here.");
        }
        try {
            return sales(context).of(token.get());
        } catch (StoreSilent e) {
            return new ProofOutcome.Unknown(e.getMessage());
        }
    }

    @Override
    public NoticeReading interpret(ProviderNotice notice, BillingContext context)
            throws NoticeRefused, InterruptedException {
        Instant now = context.clock().instant();
        pushTokens.check(
                notice.headers().get("authorization"), notice.receivedAt().orElse(now), web(context), now);
        return new Pushes(
                        settings,
                        api(context),
                        new Notes(context),
                        context.clock().instant())
                .read(notice.body());
    }

    /** Consumes the purchase, which acknowledges it too, or acknowledges the subscription: what is not acknowledged in three days, Google refunds by itself. */
    @Override
    public boolean settled(PurchaseFact fact, BillingContext context) throws InterruptedException {
        Optional<String> token = new Notes(context).token(fact.purchaseId());
        if (token.isEmpty() || fact.revokedPer100000() == Sales.ALL) {
            return true; // nothing is left to be consumed
        }
        try {
            int status = Subscribed.isOrder(fact.purchaseId())
                    ? api(context).acknowledge(fact.productId(), token.get())
                    : api(context).consume(fact.productId(), token.get());
            if (status >= 400) {
                LOG.warn(
                        "Google Play does not take the acknowledgement of {} (HTTP {}): it was told or taken back before",
                        fact.purchaseId(),
                        status);
            }
            return true;
        } catch (StoreSilent e) {
            LOG.warn("the purchase {} is not consumed yet: {}", fact.purchaseId(), e.getMessage());
            return false;
        }
    }

    /**
     * The first answer counts. Google knows no refund in part: partly used is left to it. Nor has it a word for what was not delivered:
     * of that nothing is used, and it may go back.
     */
    @Override
    public boolean answer(String purchaseId, int usedPer100000, BillingContext context) throws InterruptedException {
        if (usedPer100000 < 0 || usedPer100000 > Sales.ALL) {
            throw new IllegalArgumentException("an answer says 0 to 100,000");
        }
        Optional<String[]> question = new Notes(context).question(purchaseId);
        if (question.isEmpty()) {
            return true; // nobody asked
        }
        String wish = usedPer100000 == 0 ? "APPROVE" : usedPer100000 == Sales.ALL ? "DECLINE" : "NEUTRAL";
        try {
            int status = api(context)
                    .review(
                            question.get()[0],
                            Map.of(
                                    "pendingRefundToken",
                                    question.get()[1],
                                    "sampleContentProvided",
                                    false,
                                    "refundPreference",
                                    wish,
                                    "consumptionPercentageMilliunits",
                                    usedPer100000));
            if (status >= 400) {
                LOG.warn("Google Play does not take the answer about the purchase {} (HTTP {})", purchaseId, status);
            }
            return true;
        } catch (StoreSilent e) {
            LOG.warn("Google Play was not answered about the purchase {}: {}", purchaseId, e.getMessage());
            return false;
        }
    }

    /** Purchases that were taken back, of the last 30 days at most. Google lists no others. */
    @Override
    public Page changes(Instant since, Optional<String> page, BillingContext context) throws InterruptedException {
        Instant earliest = context.clock().instant().minus(LOOK_BACK);
        String[] place = page.orElse((since.isBefore(earliest) ? earliest : since).toEpochMilli() + ":")
                .split(":", 2);
        if (place.length != 2 || !place[0].matches("[0-9]{1,15}")) {
            throw new IllegalArgumentException("that is no page of this history");
        }
        JsonNode list = api(context).voided(Long.parseLong(place[0]), place[1]);
        List<NoticeReading> changes = new ArrayList<>();
        for (JsonNode one : list.path("voidedPurchases")) {
            reading(one, context).ifPresent(changes::add);
        }
        String next = list.path("tokenPagination").path("nextPageToken").asText();
        return new Page(changes, next.isEmpty() ? Optional.empty() : Optional.of(place[0] + ":" + next));
    }

    private Optional<NoticeReading> reading(JsonNode one, BillingContext context) throws InterruptedException {
        String token = one.path("purchaseToken").asText();
        if (!isToken(token)) {
            throw new StoreSilent("Google lists a voided purchase without a token");
        }
        if (!one.has("voidedQuantity")) { // all of it; parts show in the purchase itself
            new Notes(context).voided(token, Sales.ALL);
        }
        String event = "void-"
                + Notes.hash(token + one.path("voidedTimeMillis").asText()).substring(0, 40);
        String order = one.path("orderId").asText();
        ProofOutcome outcome = sales(context).of(token);
        if (!(outcome instanceof ProofOutcome.Verified) && Subscribed.isOrder(order)) {
            outcome = subscribed(context).ofOrder(order);
        }
        return Optional.of(Pushes.reading(event, "VOIDED", outcome))
                .filter(told -> !told.purchases().isEmpty() || !told.periods().isEmpty());
    }

    @Override
    public List<PlanPeriod> periods(String subscriptionId, BillingContext context) throws InterruptedException {
        return subscriptionId.matches("gp\\.[0-9a-f]{64}") ? subscribed(context).periods(subscriptionId) : List.of();
    }
}
