package org.mutoscope.billing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.api.billing.Subscriptions;

/** A store of which a test decides what it says. */
final class PaperStore implements BillingProvider, PurchaseHistory, RefundAnswers, Subscriptions {
    /** How a notice is read. */
    interface Script {
        NoticeReading read() throws NoticeRefused, InterruptedException;
    }

    /** How a proof is answered. */
    interface Verdict {
        ProofOutcome on(PurchaseProof proof, BillingContext context) throws InterruptedException;
    }

    static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final AtomicInteger EVENTS = new AtomicInteger();

    volatile Verdict verdict = (proof, context) -> new ProofOutcome.Rejected("forged", "no");
    volatile Verdict lookup = (proof, context) -> new ProofOutcome.Unknown("x");
    volatile boolean hears = true;
    final List<String> settled = new CopyOnWriteArrayList<>();
    final List<String> answers = new CopyOnWriteArrayList<>();
    final List<PlanPeriod> subscription = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<NoticeReading> history = new CopyOnWriteArrayList<>();
    final AtomicInteger interpreted = new AtomicInteger();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();

    /** Prepares a notice. @return its body */
    String says(Script script) {
        String body = "notice " + EVENTS.incrementAndGet();
        scripts.put(body, script);
        return body;
    }

    static NoticeReading reading(PurchaseFact... facts) {
        return NoticeReading.of("event-" + EVENTS.incrementAndGet(), "PURCHASE", List.of(facts));
    }

    static NoticeReading reading(StoreSignal... signals) {
        return new NoticeReading(
                "event-" + EVENTS.incrementAndGet(), "SIGNAL", true, List.of(), List.of(), List.of(signals));
    }

    static NoticeReading reading(PlanPeriod... periods) {
        return new NoticeReading(
                "event-" + EVENTS.incrementAndGet(), "PERIOD", true, List.of(), List.of(periods), List.of());
    }

    /** A pack of 100 credits for $4, so many of 100,000 taken back, signed so many minutes after the start. */
    static PurchaseFact pack(String id, Optional<String> to, int revoked, int minute) {
        return new PurchaseFact(id, "production", "pack.10", 1, to, 400, "USD", revoked, at(minute));
    }

    static PlanPeriod period(String id, Optional<String> to, int minute, Instant ends) {
        PurchaseFact fact = new PurchaseFact(id, "production", "sub.month", 1, to, 999, "USD", 0, at(minute));
        return new PlanPeriod(fact, "sub-1", at(minute), ends);
    }

    static Instant at(int minute) {
        return START.plusSeconds(60L * minute);
    }

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) throws InterruptedException {
        return verdict.on(proof, context);
    }

    @Override
    public NoticeReading interpret(ProviderNotice notice, BillingContext context)
            throws NoticeRefused, InterruptedException {
        interpreted.incrementAndGet();
        if (!"good".equals(notice.headers().get("signature"))) {
            throw new NoticeRefused("bad signature");
        }
        return scripts.get(new String(notice.body(), StandardCharsets.UTF_8)).read();
    }

    @Override
    public ProofOutcome lookup(String purchaseId, BillingContext context) throws InterruptedException {
        return lookup.on(new Proofs.Proof("none", purchaseId), context);
    }

    @Override
    public boolean settled(PurchaseFact fact, BillingContext context) {
        if (hears) {
            settled.add(fact.purchaseId());
        }
        return hears;
    }

    @Override
    public boolean answer(Consumption used, BillingContext context) {
        if (hears) {
            answers.add(used.purchaseId() + " " + used.usedPer100000() + (used.delivered() ? "" : " not delivered"));
        }
        return hears;
    }

    @Override
    public boolean answer(String purchaseId, int usedPer100000, BillingContext context) {
        throw new UnsupportedOperationException("the host says whether it was delivered");
    }

    @Override
    public List<PlanPeriod> periods(String subscriptionId, BillingContext context) {
        asked.add(subscriptionId);
        return List.copyOf(subscription);
    }

    @Override
    public Page changes(Instant since, Optional<String> page, BillingContext context) {
        int from = page.map(Integer::parseInt).orElse(0);
        List<NoticeReading> all = new ArrayList<>(history);
        int to = Math.min(all.size(), from + 2);
        return new Page(all.subList(from, to), to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }
}
