package org.mutoscope.revenue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.mutoscope.api.revenue.PayoutProvider;

/** A provider that does as a test says. What it paid it remembers, by key. */
final class PaperBank implements PayoutProvider {
    /** What it does with the next payouts. */
    enum Mood {
        ARRIVES,
        TAKES,
        REFUSES,
        /** Pays, and throws. */
        PAYS_AND_THROWS,
        /** Pays, and does not come back. */
        PAYS_AND_HANGS,
        /** Does nothing, and throws. */
        THROWS,
        /** Does nothing, and says it does not know. */
        UNSURE
    }

    volatile Mood mood = Mood.ARRIVES;
    final CountDownLatch hanging = new CountDownLatch(1);
    /** What was paid by key. */
    final Map<String, PayoutRequest> paid = new LinkedHashMap<>();
    /** All that was asked for, in order. */
    final List<String> asked = new ArrayList<>();

    final Map<String, PayoutOutcome> said = new LinkedHashMap<>();

    @Override
    public PayoutOutcome send(PayoutRequest request) throws InterruptedException {
        synchronized (this) {
            asked.add(request.idempotencyKey());
            if (mood == Mood.REFUSES) {
                return new PayoutOutcome.Returned("balance_insufficient", "There is not enough.");
            } else if (mood == Mood.THROWS) {
                throw new IllegalStateException("no line");
            } else if (mood == Mood.UNSURE) {
                return new PayoutOutcome.Unknown("not sure");
            }
            paid.putIfAbsent(request.idempotencyKey(), request);
            said.put(
                    request.idempotencyKey(),
                    new PayoutOutcome.Sent("ref-" + request.idempotencyKey().substring(0, 6), mood != Mood.TAKES));
        }
        if (mood == Mood.PAYS_AND_THROWS) {
            throw new IllegalStateException("the line was cut");
        } else if (mood == Mood.PAYS_AND_HANGS) {
            hanging.await();
        }
        return said.get(request.idempotencyKey());
    }

    @Override
    public synchronized PayoutOutcome lookup(String key) {
        return said.getOrDefault(key, new PayoutOutcome.Returned(NOT_FOUND, "No such payout."));
    }

    @Override
    public Optional<String> refused(String destination) {
        return destination.startsWith("IBAN") ? Optional.empty() : Optional.of("That is no IBAN.");
    }

    @Override
    public Optional<Limits> capabilities(String currency) {
        return currency.equals("CHF") ? Optional.empty() : Optional.of(new Limits(1, 1_000_000));
    }

    @Override
    public List<String> concerned(Map<String, String> headers, byte[] body) {
        if (!headers.containsKey("signed")) {
            throw new IllegalArgumentException("it is not signed");
        }
        return List.of(new String(body, java.nio.charset.StandardCharsets.UTF_8));
    }
}
