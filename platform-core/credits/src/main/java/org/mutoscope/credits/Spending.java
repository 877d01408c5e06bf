package org.mutoscope.credits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** What was spent, lot by lot and with what was paid for it; and spending at once from lots of one source alone. */
final class Spending {
    private static final String SPENT =
            "select l.id, l.source, hl.captured, l.granted, l.paid_minor, l.paid_currency, l.source_ref from credit_hold h"
                    + " join hold_lot hl on hl.hold_id = h.id join credit_lot l on l.id = hl.lot_id"
                    + " where h.job_id = ? and h.state = 'CAPTURED' and hl.captured > 0"
                    + " order by l.spend_rank, l.expires_at nulls last, l.id";
    private static final String CAUSE = "select cause from plan_period where lot_id = ?";
    private static final String PAID =
            "select paid_minor, currency from billing_purchase where provider = ? and env = ? and purchase_id = ?";
    private static final String CAPTURED = "select coalesce(sum(captured), 0) n from hold_lot where lot_id = ?";
    private static final String TAKEN_BACK =
            "select revoked_milli from ext_purchase where provider = ? and env = ? and purchase_id = ?";
    private static final String PERIOD_TAKEN_BACK = "select revoked_milli from plan_period where lot_id = ?";

    private final Tables tables;
    private final Settling settling;

    Spending(Tables tables, Settling settling) {
        this.tables = tables;
        this.settling = settling;
    }

    List<Ledger.Spent> of(Transaction tx, String jobId) {
        return tx.query(SPENT, Raw::new, jobId).stream()
                .map(raw -> spent(tx, raw))
                .toList();
    }

    /** A lot as it was read; one query cannot be asked while another is read. */
    private record Raw(long lot, Source source, long credits, long granted, Long minor, String currency, String ref) {
        Raw(Row row) {
            this(
                    row.number("id"),
                    Source.valueOf(row.text("source")),
                    row.number("captured"),
                    row.number("granted"),
                    row.numberOrNull("paid_minor"),
                    row.text("paid_currency"),
                    row.text("source_ref"));
        }
    }

    private static Ledger.Spent spent(Transaction tx, Raw raw) {
        Paid paid = paid(tx, raw);
        return new Ledger.Spent(
                raw.lot, raw.source, raw.credits, raw.granted, paid.minor, paid.currency, paid.provider);
    }

    private record Paid(long minor, String currency, String provider) {}

    private static Paid paid(Transaction tx, Raw raw) {
        if (raw.minor != null && raw.minor > 0) {
            return new Paid(raw.minor, raw.currency, raw.ref.substring(0, Math.max(0, raw.ref.indexOf('|'))));
        }
        Optional<String> cause =
                raw.source == Source.PLAN ? tx.first(CAUSE, row -> row.text("cause"), raw.lot) : Optional.empty();
        // provider:environment:purchase, as the inbox names periods; a plan that an operator gave has another cause,
        // and nobody paid
        String[] name = cause.orElse("").split(":", 3);
        if (name.length < 3) {
            return new Paid(0, null, null);
        }
        return tx.first(
                        PAID,
                        row -> new Paid(row.number("paid_minor"), row.text("currency"), name[0]),
                        name[0],
                        name[1],
                        name[2])
                .filter(found -> found.minor > 0)
                .orElse(new Paid(0, null, null));
    }

    Optional<Ledger.LotUse> use(Transaction tx, long lotId) {
        return tx.first(
                        "select source, granted, source_ref, env from credit_lot where id = ?",
                        row -> new String[] {
                            row.text("source"),
                            String.valueOf(row.number("granted")),
                            row.text("source_ref"),
                            row.text("env")
                        },
                        lotId)
                .map(lot -> {
                    long granted = Long.parseLong(lot[1]);
                    long captured =
                            tx.first(CAPTURED, row -> row.number("n"), lotId).orElse(0L);
                    return new Ledger.LotUse(granted, captured, Revoking.target(granted, takenBack(tx, lotId, lot)));
                });
    }

    private static int takenBack(Transaction tx, long lotId, String[] lot) {
        Optional<Long> milli = Optional.empty();
        int bar = lot[2].indexOf('|');
        if (lot[0].equals(Source.PURCHASE.name()) && bar > 0) {
            milli = tx.first(
                    TAKEN_BACK,
                    row -> row.number("revoked_milli"),
                    lot[2].substring(0, bar),
                    lot[3],
                    lot[2].substring(bar + 1));
        } else if (lot[0].equals(Source.PLAN.name())) {
            milli = tx.first(PERIOD_TAKEN_BACK, row -> row.number("revoked_milli"), lotId);
        }
        return milli.orElse(0L).intValue();
    }

    /** Takes credits of one source at once: a hold and its capture in one. */
    Ledger.Captured spend(Transaction tx, Ledger.SpendRequest request) {
        Amounts.require(request.credits(), "credits");
        Keys.require(request.id(), 64, "id");
        Wallet wallet = tables.wallets.lock(tx, request.accountId(), Env.PRODUCTION);
        Optional<HoldRow> made = tables.holds.withLots(tx, request.id());
        if (made.isEmpty()) {
            hold(tx, wallet, request);
        } else if (!made.get().accountId.equals(request.accountId())) {
            throw new Problem(Code.LEDGER_CONFLICT, "This was spent by another account.");
        }
        return settling.capture(tx, request.id(), request.credits());
    }

    private void hold(Transaction tx, Wallet wallet, Ledger.SpendRequest request) {
        List<LotRow> open = wallet.debt() > 0
                ? List.of() // bought credits rest while the account owes
                : tables.lots.open(tx, wallet).stream()
                        .filter(lot -> lot.source == request.source())
                        .toList();
        long there = open.stream().mapToLong(LotRow::free).sum();
        if (there < request.credits()) {
            throw new Problem(
                    Code.INSUFFICIENT_QUOTA,
                    "This takes " + request.credits() + " credits that were bought, and the account has " + there
                            + (wallet.debt() > 0 ? " while it owes " + wallet.debt() : "") + ". Nothing was charged.");
        }
        Ledger.HoldRequest asked =
                new Ledger.HoldRequest(request.accountId(), request.id(), request.credits(), "spend");
        java.util.UUID id =
                tables.holds.insert(tx, wallet, asked, new Holds.Due(request.credits(), Duration.ofHours(1)));
        List<HoldRow.Part> parts = new ArrayList<>();
        long left = request.credits();
        for (LotRow lot : open) {
            long part = Math.min(left, lot.free());
            if (part > 0) {
                parts.add(new HoldRow.Part(lot, part, 0));
                lot.held += part;
                tables.lots.save(tx, lot);
                left -= part;
            }
        }
        tables.holds.insertParts(tx, id, parts);
        wallet.held += request.credits();
        tables.wallets.save(tx, wallet);
    }
}
