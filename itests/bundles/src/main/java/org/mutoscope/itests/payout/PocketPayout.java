package org.mutoscope.itests.payout;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.api.revenue.PayoutProvider;
import org.osgi.service.component.annotations.Component;

/** Payouts for tests: remembers what it was told to send. */
@Component(property = PayoutProvider.ID + "=pocket")
public final class PocketPayout implements PayoutProvider {
    private final Map<String, PayoutRequest> sent = new ConcurrentHashMap<>();

    @Override
    public PayoutOutcome send(PayoutRequest request) {
        sent.putIfAbsent(request.idempotencyKey(), request);
        return lookup(request.idempotencyKey());
    }

    @Override
    public PayoutOutcome lookup(String idempotencyKey) {
        return sent.containsKey(idempotencyKey)
                ? new PayoutOutcome.Sent("pocket-" + idempotencyKey, true)
                : new PayoutOutcome.Unknown("nothing was sent under this key");
    }
}
