package org.mutoscope.billing.voucher;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.billing.BillingContext;

/** The host's notes about vouchers that were shown with a good seal: which they are, and which of them were ever taken back. */
final class Redeemed {
    private static final String REVOKED = "revoked";

    private final BillingContext context;

    Redeemed(BillingContext context) {
        this.context = context;
    }

    private static String key(String id) {
        return "shown." + id;
    }

    boolean has(String id) {
        return context.read(key(id)).isPresent();
    }

    void add(String id) {
        if (!has(id)) {
            context.write(key(id), "1");
        }
    }

    /** Ids that a history spoke of as taken back, in the state in which it last did: {@code id} and how often that changed. */
    Optional<Integer> turns(String id) {
        return context.read("turns." + id).map(Integer::valueOf);
    }

    /** @param turns odd: taken back; even: given again */
    void turns(String id, int turns) {
        context.write("turns." + id, Integer.toString(turns));
    }

    Set<String> everRevoked() {
        String ids = context.read(REVOKED).orElse("");
        return ids.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(ids.split(" ")));
    }

    void everRevoked(Set<String> ids) {
        context.write(REVOKED, String.join(" ", ids));
    }
}
