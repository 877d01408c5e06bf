package org.mutoscope.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseProof;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Purchases;

/** Takes proofs of purchase to the provider that can read them, and its facts to the ledger. Nothing is granted on a guess. */
final class PurchaseDesk implements Purchases {
    private static final int MOST_BYTES = 65_536;

    private final Kinds kinds;
    private final Admission.Counter counter;
    private final ProviderNotes notes;

    PurchaseDesk(Kinds kinds, Admission.Counter counter) {
        this.kinds = kinds;
        this.counter = counter;
        this.notes = new ProviderNotes(counter.storage());
    }

    private record Proof(String accountId, String content) implements PurchaseProof {}

    @Override
    public List<String> providers() {
        return kinds.billing().newest().stream().map(provider -> provider.id()).toList();
    }

    @Override
    public Ledger.Lot redeem(String accountId, String provider, String proof) {
        if (proof == null || proof.isEmpty() || proof.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new Problem(Code.PURCHASE_REJECTED, "A proof of purchase has 1 to 65,536 bytes.", "proof", null);
        }
        PurchaseFact fact = verify(provider, new Proof(accountId, proof));
        if (fact.accountId().isPresent() && !fact.accountId().get().equals(accountId)) {
            throw new Problem(Code.PURCHASE_REJECTED, "This purchase was made for another account.", "proof", null);
        }
        if (fact.environment().equals("sandbox") && !settings().get().sandbox_purchases()) {
            throw new Problem(
                    Code.PURCHASE_REJECTED,
                    "This purchase comes from the store's test environment, which grants nothing here.",
                    "proof",
                    null);
        }
        long credits = credits(fact);
        return counter.storage()
                .write(tx -> counter.ledger().apply(tx, provider, accountId, fact, credits))
                .orElseThrow(() -> new Problem(
                        Code.PURCHASE_REJECTED, "This purchase was refunded before it was redeemed.", "proof", null));
    }

    private PurchaseFact verify(String provider, Proof proof) {
        Leased<BillingProvider> lease = kinds.billing()
                .named(provider)
                .flatMap(offered -> offered.lease())
                .orElseThrow(() -> new Problem(
                        Code.PROVIDER_NOT_FOUND,
                        "There is no billing provider " + Texts.shown(provider) + "; there are: "
                                + String.join(", ", providers()) + ".",
                        "provider",
                        null));
        try (lease) {
            Duration deadline = Duration.ofSeconds(settings().get().billing_seconds());
            Lending lending = new Lending(provider, notes, settings().get().secrets());
            return fact(kinds.calls().call(lease, "verify", deadline, p -> p.verify(proof, lending)));
        } catch (PartnerFault e) {
            throw unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(e);
        }
    }

    private static PurchaseFact fact(ProofOutcome outcome) {
        if (outcome instanceof ProofOutcome.Verified verified) {
            return verified.fact();
        } else if (outcome instanceof ProofOutcome.VerifiedPeriod verified) {
            return verified.period().purchase();
        } else if (outcome instanceof ProofOutcome.Pending pending) {
            throw new Problem(
                    Code.PURCHASE_PENDING,
                    "The store has not decided on this purchase yet. Ask again in "
                            + Math.max(1, pending.retryAfter().toSeconds()) + " s.",
                    "proof",
                    null);
        } else if (outcome instanceof ProofOutcome.Rejected rejected) {
            throw new Problem(Code.PURCHASE_REJECTED, Texts.cut(rejected.message(), 500), "proof", null);
        }
        throw unknown(null); // Unknown, or no answer at all
    }

    private static Problem unknown(Exception cause) {
        return new Problem(
                Code.PURCHASE_UNKNOWN,
                "Whether this purchase is good cannot be said now. Nothing was granted and nothing is lost; send it again later.",
                "proof",
                cause);
    }

    private long credits(PurchaseFact fact) {
        Map<String, String> products = Lists.pairs(Lists.of(settings().get().products()), ':');
        String each = products.get(fact.productId());
        if (each == null || !each.matches("[1-9][0-9]{0,11}")) {
            throw new Problem(
                    Code.PRODUCT_UNKNOWN,
                    "The product " + Texts.shown(fact.productId())
                            + " is not in the operator's product list. Nothing was granted yet.",
                    "proof",
                    null);
        }
        return Math.multiplyExact(Long.parseLong(each), (long) fact.quantity());
    }

    private Supplier<PipelineConfig> settings() {
        return counter.settings();
    }
}
