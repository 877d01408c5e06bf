package org.mutoscope.itests.coupon;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    /** For example {@code COUPON-7 for 0b1c...}: which coupon was sold, and the billing token of its buyer. */
    private static final Pattern NOTICE = Pattern.compile("(COUPON-[A-Za-z0-9-]{1,50}) for ([0-9a-f-]{36})");

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) {
        return lookup(proof.content(), context);
    }

    @Override
    public ProofOutcome lookup(String purchaseId, BillingContext context) {
        if (!purchaseId.startsWith(PREFIX) || purchaseId.length() > 60) {
            return new ProofOutcome.Rejected("not_a_coupon", "This is no coupon; a coupon begins with COUPON-.");
        }
        return new ProofOutcome.Verified(
                fact(purchaseId, Optional.empty(), context.clock().instant()));
    }

    private static PurchaseFact fact(String id, Optional<String> account, Instant at) {
        return new PurchaseFact(id, "production", "test.pack100", 1, account, 400, "USD", 0, at);
    }

    @Override
    public NoticeReading interpret(ProviderNotice sent, BillingContext context) throws NoticeRefused {
        Matcher notice = NOTICE.matcher(new String(sent.body(), StandardCharsets.UTF_8));
        if (!notice.find()) {
            throw new NoticeRefused("this is no notice about a coupon");
        }
        String coupon = notice.group(1);
        PurchaseFact sold = fact(coupon, Optional.of(notice.group(2)), Instant.EPOCH);
        return NoticeReading.of("sold-" + coupon, "sold", List.of(sold));
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
