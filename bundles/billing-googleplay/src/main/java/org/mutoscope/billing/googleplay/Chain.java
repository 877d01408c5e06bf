package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of one subscription. A change of plan makes a new token, which names the one before ({@code linkedPurchaseToken}); the
 * subscription's id is made of the first. Google forgets a token 60 days after its end, so what was seen is noted.
 */
final class Chain {
    private static final int LONGEST = 50;

    private final PlayApi api;
    private final Notes notes;

    Chain(PlayApi api, Notes notes) {
        this.api = api;
        this.notes = notes;
    }

    /** The token that this one replaced. */
    static Optional<String> before(JsonNode subscription) {
        return Optional.of(subscription.path("linkedPurchaseToken").asText()).filter(GooglePlayProvider::isToken);
    }

    /** Whether another token has taken its place. */
    static boolean replaced(JsonNode subscription) {
        return subscription.path("canceledStateContext").has("replacementCancellation");
    }

    /** The id of the subscription that a token belongs to. */
    String id(String token, JsonNode subscription) throws InterruptedException {
        Optional<String> before = before(subscription);
        Optional<String> known = notes.first(token);
        if (before.isEmpty() || known.isPresent()) {
            return known.orElse(Notes.id(token));
        }
        String id = id(before.get());
        notes.first(token, id);
        notes.heir(before.get(), token);
        return id;
    }

    private String id(String token) throws InterruptedException {
        Optional<JsonNode> subscription = notes.first(token).isPresent() ? Optional.empty() : api.subscription(token);
        return subscription.isPresent()
                ? id(token, subscription.get())
                : notes.first(token).orElse(Notes.id(token));
    }

    /** All tokens that were seen of a subscription, in their order. */
    List<String> tokens(String id) {
        List<String> tokens = new ArrayList<>();
        Optional<String> next = notes.token(id);
        while (next.isPresent() && tokens.size() < LONGEST && !tokens.contains(next.get())) {
            tokens.add(next.get());
            next = notes.heir(next.get());
        }
        return tokens;
    }
}
