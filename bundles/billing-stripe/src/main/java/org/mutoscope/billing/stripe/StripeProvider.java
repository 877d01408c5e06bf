package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.PurchaseProof;
import org.mutoscope.api.billing.Subscriptions;

/** Stripe as a billing provider. Keeps nothing between calls. */
final class StripeProvider implements BillingProvider, PurchaseHistory, Subscriptions {
    /** Each event takes some requests, and a page has one deadline. */
    private static final String PAGE = "10";

    private final Settings settings;
    private final ObjectMapper json = new ObjectMapper();

    StripeProvider(Settings settings) {
        this.settings = settings;
    }

    private StripeApi api(Settings.Account account, BillingContext context) {
        return new StripeApi(settings, account, context.http(), json);
    }

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) throws InterruptedException {
        String session = proof.content().strip();
        Optional<Settings.Account> account = settings.accounts().stream()
                .filter(a -> session.matches("cs_" + (a.live() ? "live" : "test") + "_[A-Za-z0-9]{1,80}"))
                .findFirst();
        if (account.isEmpty()) {
            return new ProofOutcome.Rejected(
                    "not_a_session",
                    "The proof is the id of a Checkout session, cs_live_..., as in the address after the payment.");
        }
        try {
            return new Sales(api(account.get(), context), context.clock()).ofSession(session);
        } catch (StoreSilent e) {
            return new ProofOutcome.Unknown(e.getMessage());
        }
    }

    @Override
    public ProofOutcome lookup(String purchaseId, BillingContext context) throws InterruptedException {
        if (!purchaseId.matches("pi_[A-Za-z0-9_]{1,90}")) {
            return new ProofOutcome.Rejected("malformed", "That is no payment of Stripe.");
        }
        ProofOutcome outcome = new ProofOutcome.Unknown("no account is configured");
        try {
            for (Settings.Account account : settings.accounts()) {
                outcome = new Sales(api(account, context), context.clock()).ofPayment(purchaseId);
                if (!(outcome instanceof ProofOutcome.Rejected)) {
                    return outcome;
                }
            }
        } catch (StoreSilent e) {
            return new ProofOutcome.Unknown(e.getMessage());
        }
        return outcome;
    }

    @Override
    public List<PlanPeriod> periods(String subscriptionId, BillingContext context) throws InterruptedException {
        if (!subscriptionId.matches("sub_[A-Za-z0-9_]{1,90}")) {
            return List.of();
        }
        for (Settings.Account account : settings.accounts()) {
            List<PlanPeriod> periods =
                    new Invoices(api(account, context), context.clock()).ofSubscription(subscriptionId);
            if (!periods.isEmpty()) {
                return periods;
            }
        }
        return List.of();
    }

    @Override
    public NoticeReading interpret(ProviderNotice notice, BillingContext context)
            throws NoticeRefused, InterruptedException {
        byte[] body = notice.body();
        Signature signature = Signature.of(notice.headers().get("stripe-signature"));
        Optional<Settings.Account> account = settings.accounts().stream()
                .filter(a -> a.secrets().stream().anyMatch(secret -> signature.madeWith(secret, body)))
                .findFirst();
        if (account.isEmpty()) {
            throw new NoticeRefused(
                    "the notice is not signed with a secret of webhook.secrets or test.webhook.secrets");
        }
        signature.requireFresh(
                notice.receivedAt().orElseGet(() -> context.clock().instant()));
        return new Events(api(account.get(), context), context.clock()).read(parsed(body));
    }

    private JsonNode parsed(byte[] body) throws NoticeRefused {
        try {
            JsonNode event = json.readTree(body);
            if (event == null || !event.isObject()) {
                throw new NoticeRefused("the notice is no JSON object");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new NoticeRefused("the notice is not JSON");
        } catch (IOException e) {
            throw new NoticeRefused("the notice cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** Stripe lists events of the last 30 days, newest first. A page is {@code number of account:id of the last event}. */
    @Override
    public Page changes(Instant since, Optional<String> page, BillingContext context) throws InterruptedException {
        String[] place = page.orElse("0:").split(":", -1);
        if (place.length != 2
                || !place[0].matches("[01]")
                || !place[1].matches("(evt_[A-Za-z0-9_]{1,90})?")
                || Integer.parseInt(place[0]) >= settings.accounts().size()) {
            throw new IllegalArgumentException("that is no page of this history");
        }
        int at = Integer.parseInt(place[0]);
        StripeApi api = api(settings.accounts().get(at), context);
        JsonNode list = events(api, since, place[1]);
        Events events = new Events(api, context.clock());
        List<NoticeReading> changes = new ArrayList<>();
        String last = "";
        for (JsonNode event : list.path("data")) {
            last = event.path("id").asText();
            changes.add(read(events, event));
        }
        Collections.reverse(changes);
        if (list.path("has_more").asBoolean() && !last.isEmpty()) {
            return new Page(changes, Optional.of(at + ":" + last));
        }
        return new Page(changes, at + 1 < settings.accounts().size() ? Optional.of(at + 1 + ":") : Optional.empty());
    }

    private static JsonNode events(StripeApi api, Instant since, String after) throws InterruptedException {
        List<String> query =
                new ArrayList<>(List.of("created[gte]", Long.toString(since.getEpochSecond()), "limit", PAGE));
        for (String type : Events.WANTED) {
            query.addAll(List.of("types[]", type));
        }
        if (!after.isEmpty()) {
            query.addAll(List.of("starting_after", after));
        }
        JsonNode list = api.get("events", query.toArray(String[]::new))
                .orElseThrow(() -> new StoreSilent("Stripe has no list of events"));
        if (!list.path("data").isArray()) {
            throw new StoreSilent("Stripe answered about events without a list");
        }
        return list;
    }

    private static NoticeReading read(Events events, JsonNode event) throws InterruptedException {
        try {
            return events.read(event);
        } catch (NoticeRefused e) {
            throw new StoreSilent("Stripe lists what is no event: " + e.getMessage());
        }
    }
}
