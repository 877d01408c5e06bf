package org.mutoscope.billing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Purchases;
import org.mutoscope.core.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes proofs of purchase to the provider that can read them, and its facts to the books. Nothing is granted on a guess. */
final class PurchaseDesk implements Purchases {
    private static final Logger LOG = LoggerFactory.getLogger(PurchaseDesk.class);
    private static final int MOST_BYTES = 65_536;

    private final Desk desk;
    private final Booker booker;
    private final Proofs proofs;
    private final Runnable wake;

    PurchaseDesk(Desk desk, Booker booker, Proofs proofs, Runnable wake) {
        this.desk = desk;
        this.booker = booker;
        this.proofs = proofs;
        this.wake = wake;
    }

    @Override
    public List<String> providers() {
        return desk.partners().names();
    }

    @Override
    public Receipt redeem(String accountId, String provider, String content) {
        if (content == null || content.isEmpty() || content.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw rejected("A proof of purchase has 1 to 65,536 bytes.");
        }
        Proofs.Proof proof = new Proofs.Proof(accountId, content);
        Told told = told(provider, proof);
        if (told.fact().environment().equals("sandbox")
                && !desk.settings().get().sandbox_purchases()) {
            throw rejected("This purchase comes from the store's test environment, which grants nothing here.");
        }
        Booker.Booked booked = desk.storage().write(tx -> {
            proofs.forget(tx, provider, proof);
            return booker.take(tx, provider, told, accountId);
        });
        wake.run(); // the store waits to be told
        requireBooked(accountId, booked.entry());
        return desk.storage().read(tx -> receipt(tx, booked));
    }

    /** Credits go to the account that the store names, whoever sends the proof; the sender is told. */
    private static void requireBooked(String accountId, Entry entry) {
        if (!accountId.equals(entry.accountId())) {
            LOG.warn(
                    "FRAUD? a purchase that belongs to another account was sent by {}: provider {}",
                    accountId,
                    entry.provider());
            throw rejected("This purchase was made for another account.");
        }
        if (entry.state().equals(Entry.UNPRICED)) {
            throw new Problem(
                    Code.PRODUCT_UNKNOWN,
                    "The product " + Texts.shown(entry.fact().productId())
                            + " is not in the operator's list. The purchase is kept and booked when it is; nothing is lost.",
                    "proof",
                    null);
        }
        if (!entry.state().equals(Entry.BOOKED)) {
            throw rejected("This purchase comes from the store's test environment, which grants nothing here.");
        }
        if (entry.fact().revokedPer100000() == 100_000) {
            throw rejected("This purchase was refunded.");
        }
    }

    private Receipt receipt(Transaction tx, Booker.Booked booked) {
        Entry entry = booked.entry();
        Ledger.Balance balance = desk.ledger().balance(tx, entry.accountId());
        if (!entry.isPeriod()) {
            return new Receipt(booked.lot().orElse(null), null, balance);
        }
        Plans plans = desk.plans().get();
        String plan = plans == null
                ? null
                : plans.planOf(tx, entry.accountId()).plan().id();
        Optional<Ledger.Lot> lot = desk.ledger().lots(tx, entry.accountId(), true).stream()
                .filter(one -> one.source() == Source.PLAN)
                .max(java.util.Comparator.comparingLong(Ledger.Lot::id));
        return new Receipt(lot.orElse(null), plan, balance);
    }

    private Told told(String provider, Proofs.Proof proof) {
        if (desk.partners().providers().named(provider).isEmpty()) {
            throw absent(provider);
        }
        ProofOutcome outcome = null;
        try {
            outcome = desk.partners()
                    .ask(
                            desk.partners().providers(),
                            provider,
                            "verify",
                            (service, context) -> service.verify(proof, context))
                    .orElse(null);
        } catch (PartnerFault e) {
            LOG.debug("provider {} did not decide", provider, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Told told = outcome == null ? null : Told.of(outcome);
        if (told == null) {
            throw undecided(provider, proof, outcome);
        }
        return told;
    }

    private Problem undecided(String provider, Proofs.Proof proof, ProofOutcome outcome) {
        if (outcome instanceof ProofOutcome.Rejected rejected) {
            return rejected(Texts.cut(rejected.message(), 500));
        } else if (outcome instanceof ProofOutcome.Pending pending) {
            proofs.keep(provider, proof, pending.retryAfter(), "pending");
            return new Problem(
                    Code.PURCHASE_PENDING,
                    "The store has not decided on this purchase yet. It is kept and asked about again; look at your credits in "
                            + Math.max(1, pending.retryAfter().toSeconds()) + " s.",
                    "proof",
                    null);
        }
        proofs.keep(provider, proof, Duration.ofSeconds(desk.settings().get().retry_seconds()), "unknown");
        return new Problem(
                Code.PURCHASE_UNKNOWN,
                "Whether this purchase is good cannot be said now. Nothing was granted and nothing is lost; it is kept and asked about again.",
                "proof",
                null);
    }

    @Override
    public UUID token(String accountId) {
        return desk.storage().write(tx -> {
            Checkups.soon(tx, accountId); // apps ask for it when they start
            return desk.payers().token(tx, accountId);
        });
    }

    @Override
    public boolean consent(String accountId) {
        return desk.storage().read(tx -> desk.payers().consents(tx, accountId));
    }

    @Override
    public void consent(String accountId, boolean given) {
        desk.storage().write(tx -> {
            desk.payers().consent(tx, accountId, given);
            return given;
        });
        wake.run();
    }

    private Problem absent(String provider) {
        return new Problem(
                Code.PROVIDER_NOT_FOUND,
                "There is no billing provider " + Texts.shown(provider) + "; there are: "
                        + String.join(", ", providers()) + ".",
                "provider",
                null);
    }

    private static Problem rejected(String message) {
        return new Problem(Code.PURCHASE_REJECTED, message, "proof", null);
    }
}
