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
        if (purse.available() < request.amount()) {
            return tables.holds
                    .find(tx, request.jobId())
                    .map(made -> same(made, request))
                    .orElseThrow(() -> purse.insufficient(request.amount()));
        }
        UUID id;
        try {
            id = tables.holds.insert(tx, wallet, request, releaseAfter);
        } catch (DuplicateKey again) {
            return same(tables.holds.find(tx, request.jobId()).orElseThrow(() -> again), request);
        }
        List<HoldRow.Part> parts = take(tx, purse, request.amount());
        tables.holds.insertParts(tx, id, parts);
        for (HoldRow.Part part : parts) {
            part.lot().held += part.amount();
            tables.lots.save(tx, part.lot());
        }
        wallet.held += request.amount();
        tables.wallets.save(tx, wallet);
        return new Ledger.Hold(wallet.accountId, request.jobId(), request.amount(), 0, HoldRow.HELD);
    }

    /** What an account could spend now, with the free lot that would be opened. */
    Purse purse(Transaction tx, Wallet wallet) {
        List<LotRow> open = tables.lots.open(tx, wallet);
        Optional<LotRow> free = FreeAllowance.openAmong(open);
        Optional<Lots.NewLot> next =
                free.isPresent() ? Optional.empty() : tables.allowance().next(tx, wallet, tables.lots);
        return new Purse(wallet, open, next, tables.allowance());
    }

    /** Allots an amount that is there, opening the free lot if that is due; the lots themselves are not changed. */
    List<HoldRow.Part> take(Transaction tx, Purse purse, long amount) {
        List<LotRow> lots = new ArrayList<>();
        purse.next().ifPresent(next -> lots.add(openFree(tx, purse.wallet(), next)));
        lots.addAll(purse.usable());
        List<HoldRow.Part> parts = new ArrayList<>();
        long open = amount;
        for (LotRow lot : lots) {
            long part = Math.min(open, lot.free());
            if (part > 0) {
                parts.add(new HoldRow.Part(lot, part, 0));
                open -= part;
            }
        }
        if (open != 0) {
            throw new IllegalStateException("lots of " + purse.wallet().accountId + " fell short by " + open);
        }
        return parts;
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
                                tables.allowance().version(),
                                tx.now()));
        return lot;
    }

    private static Ledger.Hold same(HoldRow made, Ledger.HoldRequest asked) {
        String differs = !made.accountId.equals(asked.accountId())
                ? "account"
                : made.amount != asked.amount()
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
        Keys.require(request.jobId(), 64, "job_id");
        Keys.require(request.priceVersion(), 40, "price_version");
        if (releaseAfter.isNegative()) {
            throw new IllegalArgumentException("a hold cannot be overdue before it is made");
        }
    }
}
