package org.mutoscope.billing.voucher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.PurchaseProof;

/** Vouchers as a billing provider. A code names nobody: it belongs to the first account that sends it. */
final class VoucherProvider implements BillingProvider, PurchaseHistory {
    private static final int ALL = 100_000;

    private final Kinds kinds;

    VoucherProvider(Kinds kinds) {
        this.kinds = kinds;
    }

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) {
        Optional<Voucher> opened = kinds.seal().open(proof.content());
        if (opened.isEmpty()) {
            return new ProofOutcome.Rejected(
                    "not_a_voucher",
                    "This is no voucher of ours. Compare it letter by letter with the one you were given.");
        }
        Voucher voucher = opened.get();
        if (!kinds.prices().containsKey(voucher.product())) {
            return new ProofOutcome.Rejected(
                    "not_accepted", "Vouchers of this kind are not accepted now. Keep it and ask the operator.");
        }
        Redeemed redeemed = new Redeemed(context);
        if (redeemed.has(voucher.id())) {
            return new ProofOutcome.Verified(
                    fact(voucher, context)); // whoever was first has it; this may be the same one again
        }
        if (kinds.revoked().contains(voucher.id())) {
            return new ProofOutcome.Rejected("revoked", "This voucher was taken back by the operator.");
        }
        if (voucher.over(context.clock().instant())) {
            return new ProofOutcome.Rejected(
                    "expired", "This voucher could be redeemed until " + voucher.lastDay() + " (UTC).");
        }
        redeemed.add(voucher.id());
        return new ProofOutcome.Verified(fact(voucher, context));
    }

    /** An id is not a code: it counts only if its code was once shown with a good seal. */
    @Override
    public ProofOutcome lookup(String purchaseId, BillingContext context) {
        Optional<Voucher> voucher = Voucher.of(purchaseId)
                .filter(v -> new Redeemed(context).has(v.id()))
                .filter(v -> kinds.prices().containsKey(v.product()));
        return voucher.isPresent()
                ? new ProofOutcome.Verified(fact(voucher.get(), context))
                : new ProofOutcome.Rejected("not_found", "No such voucher was redeemed here.");
    }

    private PurchaseFact fact(Voucher voucher, BillingContext context) {
        return fact(
                voucher, kinds.revoked().contains(voucher.id()), context.clock().instant());
    }

    private PurchaseFact fact(Voucher voucher, boolean revoked, Instant now) {
        Kinds.Price price = kinds.prices().get(voucher.product());
        return new PurchaseFact(
                voucher.id(),
                "production",
                voucher.product(),
                1,
                Optional.empty(),
                price.minor(),
                price.currency(),
                revoked ? ALL : 0,
                now);
    }

    @Override
    public NoticeReading interpret(ProviderNotice notice, BillingContext context) throws NoticeRefused {
        throw new NoticeRefused("vouchers send no notices");
    }

    /** What the operator's list of revoked vouchers changed for those that were redeemed, since it was last looked at and before. */
    @Override
    public Page changes(Instant since, Optional<String> page, BillingContext context) {
        Redeemed redeemed = new Redeemed(context);
        Set<String> looked = new LinkedHashSet<>(redeemed.everRevoked());
        List<NoticeReading> changes = new ArrayList<>();
        for (String id : union(looked, kinds.revoked())) {
            Optional<Voucher> voucher = Voucher.of(id)
                    .filter(v -> redeemed.has(v.id()) && kinds.prices().containsKey(v.product()));
            if (voucher.isPresent()) {
                looked.add(id);
                changes.add(change(voucher.get(), redeemed, context.clock().instant()));
            }
        }
        if (!looked.equals(redeemed.everRevoked())) {
            redeemed.everRevoked(looked);
        }
        return new Page(changes, Optional.empty());
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }

    /** The same event id until the operator's mind changes, and another one then. */
    private NoticeReading change(Voucher voucher, Redeemed redeemed, Instant now) {
        boolean revoked = kinds.revoked().contains(voucher.id());
        int turns = redeemed.turns(voucher.id()).orElse(0);
        if (revoked != (turns % 2 == 1)) {
            turns++;
            redeemed.turns(voucher.id(), turns);
        }
        return NoticeReading.of(
                "turn-" + turns + "-" + voucher.id(),
                revoked ? "REVOKED" : "RESTORED",
                List.of(fact(voucher, revoked, now)));
    }
}
