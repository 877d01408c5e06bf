package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.StoreSignal;

/** What follows from a real-time developer notification whose token was good. */
final class Pushes {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FULL = "1";
    private static final String ONE_TIME = "2";

    private final Settings settings;
    private final PlayApi api;
    private final Notes notes;
    private final Sales sales;
    private final Subscribed subscribed;

    Pushes(Settings settings, PlayApi api, Notes notes, Instant now) {
        this.settings = settings;
        this.api = api;
        this.notes = notes;
        this.sales = new Sales(api, notes, now);
        this.subscribed = new Subscribed(api, notes, now);
    }

    /** @throws NoticeRefused if it is no notification about the app */
    NoticeReading read(byte[] body) throws NoticeRefused, InterruptedException {
        JsonNode message = parsed(body).path("message");
        String id = message.path("messageId").asText();
        if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
            throw new NoticeRefused("the notice is no push of Pub/Sub");
        }
        JsonNode told = data(message);
        if (!told.path("packageName").asText().equals(settings.packageName())) {
            throw new NoticeRefused("the notification is about another app");
        }
        if (told.has("oneTimeProductNotification")) {
            JsonNode it = told.path("oneTimeProductNotification");
            return reading(id, "ONE_TIME_PRODUCT." + it.path("notificationType").asInt(), outcome(it));
        } else if (told.has("subscriptionNotification")) {
            JsonNode it = told.path("subscriptionNotification");
            return subscription(
                    id, "SUBSCRIPTION." + it.path("notificationType").asInt(), it);
        } else if (told.has("voidedPurchaseNotification")) {
            return voided(id, told.path("voidedPurchaseNotification"));
        } else if (told.has("pendingRefundReviewNotification")) {
            return question(id, told);
        }
        boolean test = told.has("testNotification");
        return new NoticeReading(id, test ? "TEST" : "UNKNOWN", test, List.of(), List.of(), List.of());
    }

    private static JsonNode data(JsonNode message) throws NoticeRefused {
        try {
            return parsed(Base64.getDecoder().decode(message.path("data").asText()));
        } catch (IllegalArgumentException e) {
            throw new NoticeRefused("the notification's data is not base 64");
        }
    }

    private static JsonNode parsed(byte[] bytes) throws NoticeRefused {
        try {
            JsonNode read = JSON.readTree(bytes);
            if (read != null && read.isObject()) {
                return read;
            }
        } catch (IOException e) {
            // said below; its text may hold a token
        }
        throw new NoticeRefused("the notification is no JSON object");
    }

    private NoticeReading subscription(String id, String type, JsonNode it) throws NoticeRefused, InterruptedException {
        Subscribed.Standing standing =
                subscribed.of(token(it).orElseThrow(() -> new NoticeRefused("the notification names no subscription")));
        NoticeReading reading = reading(id, type, standing.newest());
        List<PlanPeriod> periods = new ArrayList<>();
        // Nothing tells of the end of a plan that was changed but the token of the new one.
        if (standing.replaced().isPresent()
                && subscribed.of(standing.replaced().get()).newest() instanceof ProofOutcome.VerifiedPeriod before) {
            periods.add(before.period());
        }
        periods.addAll(reading.periods());
        return new NoticeReading(id, type, reading.recognised(), List.of(), periods, standing.words());
    }

    private ProofOutcome outcome(JsonNode notification) throws NoticeRefused, InterruptedException {
        return sales.of(token(notification).orElseThrow(() -> new NoticeRefused("the notification names no purchase")));
    }

    private static Optional<String> token(JsonNode notification) {
        return Optional.of(notification.path("purchaseToken").asText()).filter(GooglePlayProvider::isToken);
    }

    static NoticeReading reading(String id, String type, ProofOutcome outcome) {
        // Money came and nothing can be granted: the operator has to know.
        boolean clear = !(outcome instanceof ProofOutcome.Rejected rejected
                && rejected.code().equals("several_products"));
        List<PlanPeriod> periods =
                outcome instanceof ProofOutcome.VerifiedPeriod paid ? List.of(paid.period()) : List.of();
        return new NoticeReading(id, type, clear, facts(outcome), periods, List.of());
    }

    private static List<PurchaseFact> facts(ProofOutcome outcome) {
        return outcome instanceof ProofOutcome.Verified verified ? List.of(verified.fact()) : List.of();
    }

    private NoticeReading voided(String id, JsonNode it) throws NoticeRefused, InterruptedException {
        String token = token(it).orElseThrow(() -> new NoticeRefused("the notification names no purchase"));
        if (!it.path("productType").asText(ONE_TIME).equals(ONE_TIME)) {
            String order = it.path("orderId").asText();
            return reading(
                    id,
                    "VOIDED_SUBSCRIPTION",
                    Subscribed.isOrder(order)
                            ? subscribed.ofOrder(order)
                            : subscribed.of(token).newest());
        }
        if (it.path("refundType").asText().equals(FULL)) {
            notes.voided(token, Sales.ALL);
        }
        return reading(id, "VOIDED", sales.of(token));
    }

    private NoticeReading question(String id, JsonNode told) throws NoticeRefused, InterruptedException {
        JsonNode it = told.path("pendingRefundReviewNotification");
        String order = it.path("orderId").asText();
        String asked = it.path("pendingRefundToken").asText();
        Optional<String> token = token(it);
        if (token.isEmpty() && order.matches("[A-Za-z0-9.-]{1,96}")) {
            token = api.order(order).flatMap(Pushes::token);
        }
        if (token.isEmpty() || asked.isBlank() || asked.length() > 8_192 || !order.matches("[A-Za-z0-9.-]{1,96}")) {
            return new NoticeReading(id, "PENDING_REFUND_REVIEW", false, List.of(), List.of(), List.of());
        }
        List<PurchaseFact> facts = facts(sales.of(token.get()));
        if (facts.isEmpty()) {
            return new NoticeReading(id, "PENDING_REFUND_REVIEW", false, List.of(), List.of(), List.of());
        }
        PurchaseFact fact = facts.get(0);
        notes.question(fact.purchaseId(), order, asked);
        long millis = told.path("eventTimeMillis").asLong();
        Instant since = millis > 0 ? Instant.ofEpochMilli(millis) : fact.signedAt();
        StoreSignal signal =
                new StoreSignal.RefundAsked(fact.purchaseId(), fact.environment(), fact.signedAt(), since.plus(WINDOW));
        return new NoticeReading(id, "PENDING_REFUND_REVIEW", true, facts, List.of(), List.of(signal));
    }
}
