package org.mutoscope.credits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/** Takes credits into a hold: which lots, in which order, and what is said when they do not suffice. */
final class Reserving {
    private final Tables tables;

    Reserving(Tables tables) {
        this.tables = tables;
    }

    Ledger.Hold hold(Transaction tx, Ledger.HoldRequest request, Duration releaseAfter) {
        require(request, releaseAfter);
        Wallet wallet = tables.wallets.lock(tx, request.accountId(), Env.PRODUCTION);
        Purse purse = purse(tx, wallet);
        if (purse.next().isPresent() && tables.daily().lock(tx, wallet.accountId)) {
            purse = purse(tx, wallet); // anew: those who share the lot may have opened one while this waited
        }
        return hold(tx, purse, request, releaseAfter);
    }

    private Ledger.Hold hold(Transaction tx, Purse purse, Ledger.HoldRequest request, Duration releaseAfter) {
        Wallet wallet = purse.wallet();
        Allotment trial = Allotment.of(purse.candidates(), request);
        if (wallet.blocked || !trial.covered()) {
            return tables.holds
                    .withLots(tx, request.jobId())
                    .map(made -> same(made, request))
                    .orElseThrow(() -> wallet.blocked ? blocked() : purse.insufficient(request.amount()));
        }
        UUID id;
        try {
            id = tables.holds.insert(tx, wallet, request, new Holds.Due(trial.amount(), releaseAfter));
        } catch (DuplicateKey again) {
            return same(tables.holds.withLots(tx, request.jobId()).orElseThrow(() -> again), request);
        }
        List<HoldRow.Part> parts = take(tx, purse, request);
        tables.holds.insertParts(tx, id, parts);
        for (HoldRow.Part part : parts) {
            part.lot().held += part.amount();
            tables.lots.save(tx, part.lot());
        }
        wallet.held += trial.amount();
        tables.wallets.save(tx, wallet);
        boolean paid = parts.stream().anyMatch(part -> part.lot().paid());
        return new Ledger.Hold(wallet.accountId, request.jobId(), trial.amount(), 0, HoldRow.HELD, paid);
    }

    /** What an account could spend now, with the free lot that would be opened. */
    Purse purse(Transaction tx, Wallet wallet) {
        List<LotRow> open = tables.lots.open(tx, wallet);
        Optional<LotRow> free = FreeAllowance.openAmong(open);
        Optional<Lots.NewLot> next =
                free.isPresent() ? Optional.empty() : tables.allowance().next(tx, wallet, tables);
        return new Purse(wallet, open, next, tables.allowance());
    }

    /** Allots what is there, opening the free lot if that is due; the lots themselves are not changed. */
    List<HoldRow.Part> take(Transaction tx, Purse purse, Ledger.HoldRequest request) {
        List<LotRow> lots = new ArrayList<>();
        purse.next().ifPresent(next -> lots.add(openFree(tx, purse.wallet(), next)));
        lots.addAll(purse.usable());
        Allotment allotment = Allotment.of(lots, request);
        if (!allotment.covered()) {
            throw new IllegalStateException("lots of " + purse.wallet().accountId + " fell short");
        }
        return allotment.parts;
    }

    private LotRow openFree(Transaction tx, Wallet wallet, Lots.NewLot next) {
        LotRow lot = tables.lots.insert(tx, wallet, next);
        String key = "free|" + next.ref();
        new Booking(wallet)
                .credit(lot, next.credits(), PlatformAccounts.issued(next.source()))
                .write(
                        tx,
                        tables.platform,
                        new Booking.Head(
                                key,
                                Words.hash(key, next.credits()),
                                "FREE",
                                tables.allowance().version(next.credits()),
                                tx.now()));
        return lot;
    }

    private static Problem blocked() {
        return new Problem(
                Code.GENERATION_BLOCKED,
                "This account may not have anything made. Its credits and clips stay; ask the operator why. Nothing was charged.");
    }

    private static Ledger.Hold same(HoldRow made, Ledger.HoldRequest asked) {
        String differs = !made.accountId.equals(asked.accountId())
                ? "account"
                : made.asked != asked.amount()
                        ? "amount"
                        : !made.priceVersion.equals(asked.priceVersion()) ? "price version" : null;
        if (differs != null) {
            throw new Problem(
                    Code.LEDGER_CONFLICT,
                    "Job " + Words.shown(asked.jobId()) + " has a hold with another " + differs + ".");
        }
        return made.view();
    }

    private static void require(Ledger.HoldRequest request, Duration releaseAfter) {
        Amounts.require(request.amount(), "amount");
        if (request.standard() < 0
                || request.standard() > 1_000_000_000
                || request.fees() < 0
                || request.fees() > request.amount()) {
            throw new IllegalArgumentException(
                    "fees are part of the amount, and a standard clip has a price: " + request);
        }
        Keys.require(request.jobId(), 64, "job_id");
        Keys.require(request.priceVersion(), 40, "price_version");
        if (releaseAfter.isNegative()) {
            throw new IllegalArgumentException("a hold cannot be overdue before it is made");
        }
    }
}
