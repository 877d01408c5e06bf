package org.mutoscope.credits;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.Row;

/** A hold with the lots it is on, in the order of spending. */
final class HoldRow {
    static final String HELD = "HELD";
    static final String CAPTURED = "CAPTURED";
    static final String RELEASED = "RELEASED";

    static final String COLUMNS =
            "h.id hold_id, a.owner_id, h.job_id, h.amount, h.captured, h.state, h.price_version, h.asked";

    final UUID id;
    final String accountId;
    final String jobId;
    final long amount;
    /** What was asked for, before price locks lowered it. */
    final long asked;

    final long captured;
    final String state;
    final String priceVersion;
    final List<Part> parts = new ArrayList<>();

    HoldRow(Row row) {
        id = row.uuid("hold_id");
        accountId = row.text("owner_id");
        jobId = row.text("job_id");
        amount = row.number("amount");
        asked = row.numberOrNull("asked") == null ? amount : row.number("asked");
        captured = row.number("captured");
        state = row.text("state");
        priceVersion = row.text("price_version");
    }

    private HoldRow(HoldRow hold, List<Part> parts) {
        this.id = hold.id;
        this.accountId = hold.accountId;
        this.jobId = hold.jobId;
        this.amount = hold.amount;
        this.asked = hold.asked;
        this.captured = hold.captured;
        this.state = hold.state;
        this.priceVersion = hold.priceVersion;
        this.parts.addAll(parts);
    }

    /** The same hold, otherwise allotted. */
    HoldRow withParts(List<Part> others) {
        return new HoldRow(this, others);
    }

    /** Of what was captured, the part from lots that money was paid for. */
    long fromPaid() {
        return parts.stream()
                .filter(part -> part.lot.paid())
                .mapToLong(part -> part.captured)
                .sum();
    }

    Ledger.Hold view() {
        boolean paid = parts.stream().anyMatch(part -> part.lot.paid());
        return new Ledger.Hold(accountId, jobId, amount, captured, state, paid);
    }

    /** What a hold has of one lot. */
    record Part(LotRow lot, long amount, long captured) {}
}
