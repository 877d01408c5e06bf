package org.mutoscope.payout.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.mutoscope.api.revenue.PayoutProvider.Onboarding;

/** Connected accounts of holders: Express accounts that Stripe asks about identity and bank itself. */
final class Accounts {
    static final String ACCOUNT = "acct_[A-Za-z0-9]{1,60}";

    private final StripeApi api;

    Accounts(StripeApi api) {
        this.api = api;
    }

    Onboarding onboard(String holder, Optional<String> destination) throws InterruptedException {
        JsonNode account = destination.filter(known -> known.matches(ACCOUNT)).isPresent()
                ? object(api.get("accounts/" + destination.get()))
                : object(api.post(
                        "accounts",
                        "holder-" + holder,
                        "type",
                        "express",
                        "capabilities[transfers][requested]",
                        "true",
                        "metadata[mutoscope_holder]",
                        holder));
        String id = account.path("id").asText();
        if (!id.matches(ACCOUNT)) {
            throw new StripeSilent("Stripe named an account in a way that makes no sense");
        }
        boolean ready = account.path("capabilities").path("transfers").asText().equals("active");
        return new Onboarding(id, ready ? Optional.empty() : Optional.of(link(id)), ready);
    }

    /** A link is good once and for some minutes, so each call makes another. */
    private String link(String account) throws InterruptedException {
        String page = api.settings().comeBack();
        String url = object(api.post(
                        "account_links",
                        "link-" + java.util.UUID.randomUUID(),
                        "account",
                        account,
                        "type",
                        "account_onboarding",
                        "return_url",
                        page,
                        "refresh_url",
                        page))
                .path("url")
                .asText();
        if (!url.matches("https?://[^\\s\"<>]{1,2000}")) {
            throw new StripeSilent("Stripe gave no link that a browser could follow");
        }
        return url;
    }

    private static JsonNode object(StripeApi.Answer answer) {
        if (!answer.good()) {
            throw new StripeSilent("Stripe refused it: HTTP " + answer.status() + " " + answer.code());
        }
        return answer.body();
    }
}
