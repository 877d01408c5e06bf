package org.mutoscope.payout.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.revenue.PayoutProvider;

/** Stripe Connect as a payout provider. Keeps nothing between calls. */
final class StripeProvider implements PayoutProvider {
    private final StripeApi api;
    private final Transfers transfers;
    private final Accounts accounts;
    private final Clock clock;

    StripeProvider(Settings settings, Clock clock) {
        this.api = new StripeApi(settings);
        this.transfers = new Transfers(api);
        this.accounts = new Accounts(api);
        this.clock = clock;
    }

    @Override
    public Optional<String> refused(String destination) {
        return destination.matches(Accounts.ACCOUNT)
                ? Optional.empty()
                : Optional.of("A destination at Stripe is an account, acct_..., as the onboarding gives it.");
    }

    /** Amounts of three decimals Stripe takes in tens only, so none are paid; eight digits are the most of one amount. */
    @Override
    public Optional<Limits> capabilities(String currency) {
        try {
            return Currency.getInstance(currency).getDefaultFractionDigits() <= 2
                    ? Optional.of(new Limits(1, 99_999_999))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no currency at all
        }
    }

    @Override
    public PayoutOutcome send(PayoutRequest request) throws InterruptedException {
        Optional<String> wrong = refused(request.destination());
        Optional<Limits> limits = capabilities(request.currency());
        if (wrong.isPresent()) {
            return new PayoutOutcome.Returned("invalid_destination", wrong.get());
        } else if (limits.isEmpty()) {
            return new PayoutOutcome.Returned("currency_not_paid", "Stripe pays no " + request.currency() + " here.");
        } else if (request.minor() < 1 || request.minor() > limits.get().most()) {
            return new PayoutOutcome.Returned("amount_not_paid", "Stripe takes no such amount in one transfer.");
        }
        try {
            return transfers.send(request);
        } catch (StripeSilent e) {
            return new PayoutOutcome.Unknown(e.getMessage());
        }
    }

    @Override
    public PayoutOutcome lookup(String idempotencyKey) throws InterruptedException {
        try {
            return transfers.lookup(idempotencyKey);
        } catch (StripeSilent e) {
            return new PayoutOutcome.Unknown(e.getMessage());
        }
    }

    @Override
    public PayoutOutcome reverse(String idempotencyKey) throws InterruptedException {
        try {
            return transfers.reverse(idempotencyKey);
        } catch (StripeSilent e) {
            return new PayoutOutcome.Unknown(e.getMessage());
        }
    }

    @Override
    public Optional<Onboarding> onboard(String holder, Optional<String> destination) throws InterruptedException {
        return Optional.of(accounts.onboard(holder, destination));
    }

    @Override
    public List<String> concerned(Map<String, String> headers, byte[] body) {
        Signature signature = Signature.of(headers.get("stripe-signature"));
        if (api.settings().secrets().stream().noneMatch(secret -> signature.madeWith(secret, body))) {
            throw new IllegalArgumentException("the message is not signed with a secret of webhook.secrets");
        }
        signature.requireFresh(clock.instant());
        JsonNode event = api.parsed(body);
        String group = event.path("data").path("object").path("transfer_group").asText();
        return event.path("type").asText().startsWith("transfer.") && group.matches("[A-Za-z0-9_-]{1,160}")
                ? List.of(group)
                : List.of();
    }
}
