package org.mutoscope.itests.coupon;

import java.time.Instant;
import java.util.List;
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
import org.osgi.service.component.annotations.Component;

/** Billing for tests: the proof {@code COUPON-<id>} is worth one pack of {@code test.pack100}; everything else is rejected. */
@Component(
        service = {BillingProvider.class, PurchaseHistory.class, RefundAnswers.class, Subscriptions.class},
        property = BillingProvider.ID + "=coupon")
public final class CouponProvider implements BillingProvider, PurchaseHistory, RefundAnswers, Subscriptions {
    private static final String PREFIX = "COUPON-";

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) {
        return lookup(proof.content(), context);
    }

    @Override
    public ProofOutcome lookup(String purchaseId, BillingContext context) {
        if (!purchaseId.startsWith(PREFIX) || purchaseId.length() > 60) {
            return new ProofOutcome.Rejected("not_a_coupon", "This is no coupon; a coupon begins with COUPON-.");
        }
        return new ProofOutcome.Verified(fact(purchaseId, context.clock().instant()));
    }

    private static PurchaseFact fact(String id, Instant at) {
        return new PurchaseFact(id, "production", "test.pack100", 1, Optional.empty(), 400, "USD", 0, at);
    }

    @Override
    public NoticeReading interpret(ProviderNotice notice, BillingContext context) throws NoticeRefused {
        throw new NoticeRefused("coupons send no notices");
    }

    @Override
    public Page changes(Instant since, Optional<String> page, BillingContext context) {
        return new Page(List.of(), Optional.empty());
    }

    @Override
    public boolean answer(String purchaseId, int usedPer100000, BillingContext context) {
        return true;
    }

    @Override
    public List<PlanPeriod> periods(String subscriptionId, BillingContext context) {
        return List.of();
    }
}
